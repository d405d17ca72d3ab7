// Starts the servers that are compared: ours and the three controls, each in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRemote } from '../remote.ts'
import type { Dialect } from '../generator/dialect.ts'
import type { Memory, ServerCalls, Usage } from './server-calls.ts'

export const serverNames = ['stet', 'relay', 'batching relay', 'hocuspocus'] as const
export type ServerName = (typeof serverNames)[number]

/** With those that are a floor in one scenario only. */
export type ProgramName = ServerName | 'storing relay' | 'answering relay'

export interface BenchServer {
  readonly name: ProgramName
  readonly port: number
  readonly dialect: Dialect
  usage(): Promise<Usage>
  memory(): Promise<Memory>
  rooms(): Promise<number>
  stop(): Promise<void>
  /** SIGKILL; the folder stays, also one of its own. */
  kill(): Promise<void>
}

export interface StartOptions {
  /** How long Stet keeps a document that nobody is in (ms); by default as it is deployed. */
  readonly roomIdleMs?: number | undefined
  /** Has the data files; by default a fresh one that goes away with the server. */
  readonly folder?: string | undefined
  /** Writes a CPU profile of the main thread into this folder when the server stops. */
  readonly profile?: string | undefined
}

export async function startServer(name: ProgramName, options: StartOptions = {}): Promise<BenchServer> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'stet-bench-'))
  const { file, dialect, args } = programs[name]
  const idle = options.roomIdleMs === undefined ? [] : [String(options.roomIdleMs)]
  const execArgv = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`]
  const remote = await startRemote<ServerCalls>(new URL(file, import.meta.url), {
    args: [...(args ?? []), folder, ...idle],
    execArgv,
  })
  return {
    name,
    port: await remote.call('port', null),
    dialect,
    usage: () => remote.call('usage', null),
    memory: () => remote.call('memory', null),
    rooms: () => remote.call('rooms', null),
    kill: () => remote.kill(),
    async stop() {
      await remote.stop()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Program {
  readonly file: string
  readonly dialect: Dialect
  /** Before the folder for its data. */
  readonly args?: readonly string[]
}

const programs: Record<ProgramName, Program> = {
  stet: { file: './stet.ts', dialect: 'stet' },
  hocuspocus: { file: './hocuspocus.ts', dialect: 'hocuspocus' },
  relay: { file: './relay.ts', dialect: 'relay', args: ['plain'] },
  'batching relay': { file: './relay.ts', dialect: 'relay', args: ['batching'] },
  'storing relay': { file: './relay.ts', dialect: 'relay', args: ['storing'] },
  'answering relay': { file: './relay.ts', dialect: 'stet', args: ['answering'] },
}
