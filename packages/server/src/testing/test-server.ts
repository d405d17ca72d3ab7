// A real server on a free port for a test, and everything that has to go away after it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from '../create-server.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { CreateServerOptions, StetServer } from '../create-server.ts'
import type { Logger, LogFields } from '../logger.ts'

/** Runs clean-ups in reverse order, as a test's `afterEach`. */
export interface Cleanup {
  add(task: () => unknown): void
  run(): Promise<void>
}

export function createCleanup(): Cleanup {
  const tasks: (() => unknown)[] = []
  return {
    add: (task) => void tasks.push(task),
    async run() {
      for (let task = tasks.pop(); task; task = tasks.pop()) await task()
    },
  }
}

interface LogLine {
  readonly level: 'debug' | 'info' | 'error'
  readonly message: string
  readonly fields: LogFields | undefined
}

export interface TestServer extends StetServer {
  /** ws://host:port */
  readonly wsUrl: string
  /** ws://host:port/sync */
  readonly syncUrl: string
  readonly logged: readonly LogLine[]
}

export async function startTestServer(
  cleanup: Cleanup,
  options: Partial<CreateServerOptions> = {},
): Promise<TestServer> {
  const logged: LogLine[] = []
  const write = (level: LogLine['level']) => (message: string, fields?: LogFields) =>
    void logged.push({ level, message, fields })
  const log: Logger = { debug: write('debug'), info: write('info'), error: write('error') }
  const server = await createServer({ storage: createMemoryStorage(), log, ...options })
  cleanup.add(() => server.close())
  const wsUrl = server.url.replace('http', 'ws')
  return { ...server, wsUrl, syncUrl: `${wsUrl}/sync`, logged }
}

export function createTestFolder(cleanup: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'stet-server-'))
  cleanup.add(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
