// The program as an operator starts it: a process of its own, its output, its signals, its exit codes.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChildProcess } from 'node:child_process'
import type { AddressInfo } from 'node:net'

// Starts threads and processes, each of which may take a second on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const program = fileURLToPath(new URL('main.ts', import.meta.url))
let folder: string
let data: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-cli-'))
  data = join(folder, 'data')
  children = []
})
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly child: ChildProcess
  /** Resolves with the URL it prints once it serves. */
  readonly url: Promise<string>
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

function run(args: readonly string[], env: Record<string, string> = {}): Run {
  const rest = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:PORT|HOST|STET_.*)$/u.test(name)),
  )
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...rest, ...env } })
  children.push(child)
  let stdout = ''
  let stderr = ''
  const { promise: url, resolve } = Promise.withResolvers<string>()
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    const [, found] = /Open +(\S+)/u.exec(stdout) ?? []
    if (found !== undefined) resolve(found)
  })
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { child, url, ended }
}

/** A port that something else listens on. */
async function occupy(port = 0): Promise<{ port: number; free: () => Promise<unknown> }> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const free = () => new Promise((resolve) => server.close(resolve))
  return { port: (server.address() as AddressInfo).port, free }
}

const serveHere = (...more: string[]): string[] => ['serve', '--port', '0', '--data', data, ...more]

describe('starting', () => {
  it('prints one block with the URL, the sync endpoint and where the data lies, and serves', async () => {
    const { child, url, ended } = run(serveHere())
    const base = await url
    expect((await fetch(`${base}/readyz`)).status).toBe(200)
    child.kill('SIGTERM')
    const { code, stdout } = await ended
    expect(code).toBe(0)
    expect(stdout).toContain(`Sync        ${base.replace('http', 'ws')}/sync/<document>`)
    expect(stdout).toContain(`Data        ${join(data, 'stet.sqlite')}`)
    expect(stdout).toContain('from this machine only')
  })

  it('takes port, host and data from the environment', async () => {
    const { port, free } = await occupy()
    await free()
    const { url } = run([], { PORT: String(port), HOST: '127.0.0.1', STET_DATA: data })
    expect(await url).toBe(`http://127.0.0.1:${port}`)
  })

  it('without a port asked for, a taken default moves on to the next free one', async () => {
    // Whoever has the default port, after this it is taken.
    const blocker = await occupy(8080).catch(() => undefined)
    const { url } = run(['serve', '--data', data])
    const port = Number(new URL(await url).port)
    expect(port).toBeGreaterThan(8080)
    expect(port).toBeLessThan(8180)
    await blocker?.free()
  })
})

describe('what cannot be done is said in a sentence', () => {
  it('a port that was asked for and is taken: exit 1, naming it', async () => {
    const { port, free } = await occupy()
    const { code, stderr } = await run(['serve', '--port', String(port), '--data', data]).ended
    expect(code).toBe(1)
    expect(stderr).toBe(
      `stet: Port ${port} is in use by another program. Stop it, or choose another --port.\n`,
    )
    await free()
  })

  it('an address that is not of this machine: exit 1', async () => {
    const { code, stderr } = await run(serveHere('--host', '203.0.113.1', '--open')).ended
    expect(code).toBe(1)
    expect(stderr).toContain('The host "203.0.113.1" is no address of this machine.')
  })

  it('an open server on an address that other machines reach, unless that is said: exit 2', async () => {
    const { code, stderr } = await run(serveHere('--host', '0.0.0.0')).ended
    expect(code).toBe(2)
    expect(stderr).toContain(
      'At 0.0.0.0 other machines reach this server, and everybody could read and write',
    )
  })

  it('a data file that is none: exit 1, naming the path', async () => {
    mkdirSync(data)
    writeFileSync(join(data, 'stet.sqlite'), 'garbage '.repeat(1000))
    const { code, stderr } = await run(serveHere()).ended
    expect(code).toBe(1)
    expect(stderr).toContain(`The data file ${join(data, 'stet.sqlite')} is not a Stet data file.`)
  })

  it('a data folder that is a file, and a data file that is a folder: exit 1', async () => {
    writeFileSync(data, '')
    expect(await run(serveHere()).ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be created'),
    })
    rmSync(data)
    mkdirSync(join(data, 'stet.sqlite'), { recursive: true })
    expect(await run(serveHere()).ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is a folder'),
    })
  })

  it('a second server on the same data: exit 1, and the first goes on', async () => {
    const first = run(serveHere())
    const url = await first.url
    const { code, stderr } = await run(serveHere()).ended
    expect(code).toBe(1)
    expect(stderr).toContain('is in use by another Stet server. Stop that one first')
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('a flag or value that is not understood: exit 2', async () => {
    const { code, stdout, stderr } = await run(['serve', '--port', 'eighty']).ended
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toBe(
      'stet: --port must be a number from 0 to 65535 (0: any free port), not "eighty".\nSee stet --help.\n',
    )
  })

  it('--help and --version: exit 0', async () => {
    expect(await run(['--help']).ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Usage: stet <command>'),
    })
    expect(await run(['--version']).ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
    })
  })
})

describe('the log', () => {
  it('is one JSON object per line on stderr, with connection and person, at the level asked for', async () => {
    const { child, url, ended } = run(serveHere('--log-level', 'debug'))
    const socket = new WebSocket(`${(await url).replace('http', 'ws')}/sync/plan`)
    await once(socket, 'open')
    socket.send(new Uint8Array([9, 9]))
    await once(socket, 'close')
    child.kill('SIGTERM')
    const { stderr } = await ended
    const entries = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(entries).toContainEqual(
      expect.objectContaining({
        level: 'info',
        message: 'Refused',
        document: 'plan',
        connection: expect.any(String),
        principal: 'anonymous',
        code: 'unknown-frame',
      }),
    )
    expect(entries.some(({ level }) => level === 'debug')).toBe(true)
  })
})

describe('other commands', () => {
  it('answer in JSON on stdout, errors too, with an exit code', async () => {
    const env = { STET_DATA: data }
    const missing = await run(['check', '--json'], env).ended
    expect(missing.code).toBe(1)
    expect(JSON.parse(missing.stdout)).toEqual({
      error: { message: expect.stringContaining('There is no file') },
    })
    const config = await run(['config', '--json'], env).ended
    expect(config.code).toBe(0)
    expect(JSON.parse(config.stdout)).toMatchObject({
      settings: { data: { value: data, from: 'STET_DATA' } },
    })
  })

  it('a configuration file in the current folder counts; one that is wrong ends with 2', async () => {
    const file = join(folder, 'stet.config.json')
    writeFileSync(file, JSON.stringify({ port: 0, data: 'documents' }))
    const { child, ended } = run(['serve', '--json'])
    const first = await new Promise<string>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => resolve(chunk.toString()))
    })
    expect(JSON.parse(first)).toMatchObject({
      url: expect.stringMatching(/^http:/u),
      data: join(folder, 'documents', 'stet.sqlite'),
      pid: child.pid,
    })
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    writeFileSync(file, JSON.stringify({ prot: 0 }))
    const { code, stderr } = await run(['serve']).ended
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean "port"?')
  })
})

describe('ending', () => {
  it('a second signal ends it at once, with 1', async () => {
    const { child, url, ended } = run(serveHere('--drain-seconds', '600'))
    const syncUrl = `${(await url).replace('http', 'ws')}/sync/plan`
    // More than go at once, so that the end takes its time.
    const sockets = Array.from({ length: 60 }, () => new WebSocket(syncUrl))
    await Promise.all(sockets.map((socket) => once(socket, 'open')))
    const gone = Promise.race(sockets.map((socket) => once(socket, 'close')))
    child.kill('SIGTERM')
    await gone
    expect(child.exitCode).toBeNull()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(1)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: clients are sent to come back with 1012, exit 0, all is there at restart',
    async (signal) => {
      const first = run(serveHere())
      const url = await first.url
      const created = await fetch(`${url}/api/documents`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ document: 'plan', title: 'The plan' }),
      })
      expect(created.status).toBe(201)
      const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/plan`)
      await once(socket, 'open')
      const closed = new Promise<number>((resolve) => {
        socket.addEventListener('close', ({ code }) => resolve(code))
      })
      first.child.kill(signal)
      expect(await closed).toBe(1012)
      expect((await first.ended).code).toBe(0)

      const second = run(serveHere())
      const again = await fetch(`${await second.url}/api/documents/plan`)
      expect(await again.json()).toMatchObject({ title: 'The plan' })
    },
  )
})
