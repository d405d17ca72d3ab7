// The program `stet` as an operator runs it: a process of its own, on loopback, with a data folder. Tests start it,
// kill it at any instant, and start it again on the same folder and port.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))
const startDeadlineMs = 120_000

export interface StetProcess {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** `ws://127.0.0.1:<port>/sync` */
  readonly syncUrl: string
  readonly port: number
  readonly pid: number
  /** Everything the process has written so far, for the message of a failing test. */
  output(): string
  /** Sends the signal and resolves with the exit code once the process is gone; `null` if the signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

export interface StetProcessOptions {
  readonly data: string
  /** 0, the default: any free port. */
  readonly port?: number
  readonly args?: readonly string[]
  /** On top of the environment of the test. */
  readonly env?: Readonly<Record<string, string>>
}

export async function startStet(options: StetProcessOptions): Promise<StetProcess> {
  const child = spawn(
    process.execPath,
    [
      program,
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      String(options.port ?? 0),
      '--data',
      options.data,
      ...(options.args ?? []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PORT: undefined, HOST: undefined, STET_DATA: undefined, ...options.env },
    },
  )
  let output = ''
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const port = await new Promise<number>((resolve, reject) => {
    const deadline = setTimeout(
      () => reject(new Error(`stet printed no address within ${startDeadlineMs} ms:\n${output}`)),
      startDeadlineMs,
    )
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)
      if (address === null) return
      clearTimeout(deadline)
      resolve(Number(address[1]))
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.on('exit', (code) => {
      clearTimeout(deadline)
      reject(new Error(`stet ended with ${code} before it served:\n${output}`))
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    syncUrl: `ws://127.0.0.1:${port}/sync`,
    port,
    pid: pidOf(child),
    output: () => output,
    async stop(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}

/** A folder that is gone after the test. */
export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `stet-${name}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('The process has no pid: it could not be started.')
  return child.pid
}
