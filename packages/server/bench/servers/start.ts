// Starts the servers that are compared: ours and the three controls, each in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRemote } from '../remote.ts'
import type { Dialect } from '../generator/dialect.ts'
import type { Memory, ServerCalls, Usage } from './server-calls.ts'

export const serverNames = ['stet', 'relay', 'batching relay', 'hocuspocus'] as const
export type ServerName = (typeof serverNames)[number]

export interface BenchServer {
  readonly name: ServerName
  readonly port: number
  readonly dialect: Dialect
  usage(): Promise<Usage>
  memory(): Promise<Memory>
  stop(): Promise<void>
}

export interface StartOptions {
  /** Has the data files; by default a fresh one that goes away with the server. */
  readonly folder?: string | undefined
  /** Writes a CPU profile of the main thread into this folder when the server stops. */
  readonly profile?: string | undefined
}

export async function startServer(name: ServerName, options: StartOptions = {}): Promise<BenchServer> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'stet-bench-'))
  const { file, args } = programs[name]
  const execArgv = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`]
  const remote = await startRemote<ServerCalls>(new URL(file, import.meta.url), {
    args: args ?? [folder],
    execArgv,
  })
  return {
    name,
    port: await remote.call('port', null),
    dialect: name === 'stet' || name === 'hocuspocus' ? name : 'relay',
    usage: () => remote.call('usage', null),
    memory: () => remote.call('memory', null),
    async stop() {
      await remote.stop()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Those that keep data are told where. */
const programs: Record<ServerName, { readonly file: string; readonly args?: readonly string[] }> = {
  stet: { file: './stet.ts' },
  hocuspocus: { file: './hocuspocus.ts' },
  relay: { file: './relay.ts', args: ['plain'] },
  'batching relay': { file: './relay.ts', args: ['batching'] },
}
