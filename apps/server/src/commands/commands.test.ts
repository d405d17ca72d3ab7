// The commands that work on a data file, as main.ts runs them, on real files and beside a real server.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createJwtAccess, createMemoryStorage, createServer, openSqliteStorage } from '@stet/server'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseCommandLine } from '../command-line.ts'
import { loadConfiguration } from '../config/configuration.ts'
import { commandHelp } from '../help.ts'
import { Failure, Mistake } from '../mistake.ts'
import { createTerminal } from '../terminal.ts'
import { writeServerFile } from '../server-file.ts'
import { commands } from './index.ts'
import type { Outcome } from '../command.ts'
import type { StetServer } from '@stet/server'

// Threads and disks of a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
let data: string
let ends: (() => unknown)[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-commands-'))
  data = join(folder, 'data')
  ends = []
})
afterEach(async () => {
  for (const end of ends.toReversed()) await end()
  rmSync(folder, { recursive: true, force: true })
})

interface Ran extends Outcome {
  readonly out: string
  readonly said: string
}

/** A stream as far as the terminal uses one. */
function collect(write: (text: string) => void): NodeJS.WritableStream {
  const stream = {
    write(chunk: string | Uint8Array, done?: () => void) {
      write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1'))
      done?.()
      return true
    },
  }
  return stream as NodeJS.WritableStream
}

async function stet(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const line = parseCommandLine(args, commands)
  if (line.kind !== 'run') throw new Error(`${args.join(' ')} does not run`)
  const { command, given } = line
  let out = ''
  let said = ''
  const terminal = createTerminal({
    stdout: collect((text) => (out += text)),
    stderr: collect((text) => (said += text)),
    now: () => Date.now(),
  })
  const configuration = loadConfiguration({
    ...given,
    env: { STET_DATA: data, ...env },
    cwd: folder,
  })
  const { words, options, json } = given
  const outcome = await command.run({ configuration, env, words, options, json, terminal })
  return { ...outcome, out, said }
}

const planJSON = {
  type: 'doc',
  title: 'The plan',
  content: [
    {
      type: 'textblock',
      attrs: { kind: 'heading', level: 1 },
      content: [{ type: 'text', text: 'One plan' }],
    },
    { type: 'textblock', attrs: { kind: 'paragraph' }, content: [{ type: 'text', text: 'Do it.' }] },
  ],
}

function writePlan(name = 'plan.json'): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(planJSON))
  return file
}

/** A new data file with one document, "plan". */
async function fill(): Promise<void> {
  mkdirSync(data, { recursive: true })
  const storage = await openSqliteStorage({ path: join(data, 'stet.sqlite') })
  await storage.close()
  expect((await stet(['import', writePlan()])).exitCode).toBe(0)
}

/** A server on the data, as `stet serve` leaves it for the other commands to find. */
async function startServer(): Promise<StetServer> {
  const storage = await openSqliteStorage({ path: join(data, 'stet.sqlite') })
  const server = await createServer({ storage })
  ends.push(() => server.close())
  const configuration = loadConfiguration({ flags: new Map([['data', data]]), env: {}, cwd: folder })
  ends.push(writeServerFile(configuration, server, { debug() {}, info() {}, error() {} }))
  return server
}

describe('export and import', () => {
  it.each(['the data file', 'the running server'])('work through %s', async (through) => {
    await fill()
    if (through === 'the running server') await startServer()
    const text = await stet(['export', 'plan', '--format', 'text'])
    expect(text.out).toMatch(/^One plan\n+Do it\.\n$/u)
    const html = join(folder, 'plan.html')
    expect(await stet(['export', 'plan', '--output', html])).toMatchObject({
      exitCode: 0,
      json: { document: 'plan', format: 'html', output: html },
    })
    expect(readFileSync(html, 'utf8')).toContain('<title>The plan</title>')
    await expect(stet(['export', 'plan', '--output', html])).rejects.toThrow('exists already')
  })

  it.each([
    { format: 'json', through: 'the data file' },
    { format: 'yjs', through: 'the data file' },
    { format: 'json', through: 'the running server' },
    { format: 'yjs', through: 'the running server' },
  ])('what was exported as $format is imported again through $through', async ({ format, through }) => {
    await fill()
    if (through === 'the running server') await startServer()
    const file = join(folder, `copy-${format}.${format}`)
    await stet(['export', 'plan', '--format', format, '--output', file])
    const imported = await stet(['import', file])
    expect(imported.text).toContain(`as "copy-${format}" into ${through}`)
    const again = await stet(['export', `copy-${format}`, '--format', 'json', '--json'])
    expect(JSON.parse((again.json as { content: string }).content)).toMatchObject(planJSON)
  })

  it.each(['the data file', 'the running server'])(
    'a document with content is not touched through %s',
    async (through) => {
      await fill()
      if (through === 'the running server') await startServer()
      const before = (await stet(['export', 'plan', '--format', 'yjs', '--json'])).json
      await expect(stet(['import', writePlan('other.json'), '--document', 'plan'])).rejects.toThrow(
        'has content already',
      )
      expect((await stet(['export', 'plan', '--format', 'yjs', '--json'])).json).toEqual(before)
    },
  )

  it('a server is also reached by its address, and what it refuses is said', async () => {
    await fill()
    const storage = createMemoryStorage()
    const server = await createServer({ storage })
    ends.push(() => server.close())
    await stet(['import', writePlan(), '--document', 'elsewhere', '--server', server.url])
    const { out } = await stet(['export', 'elsewhere', '--format', 'text', '--server', `${server.url}/`])
    expect(out).toContain('One plan')
    await expect(stet(['export', 'nothing', '--server', server.url])).rejects.toThrow('There is no document')
    await server.close()
    await expect(stet(['export', 'elsewhere', '--server', server.url])).rejects.toThrow('cannot be reached')
    await expect(stet(['import', writePlan(), '--server', server.url])).rejects.toThrow('cannot be reached')
  })

  it('what cannot be done is said, and nothing is made', async () => {
    await expect(stet(['export', 'plan'])).rejects.toThrow('There is no file')
    await fill()
    await expect(stet(['export', 'nothing'])).rejects.toThrow('There is no document "nothing".')
    await expect(stet(['export', 'a b'])).rejects.toThrow(Mistake)
    await expect(stet(['export', 'plan', '--format', 'docx'])).rejects.toThrow('--format must be one of')
    await expect(stet(['import', join(folder, 'missing.json')])).rejects.toThrow('cannot be read (ENOENT)')
    await expect(stet(['import', writePlan('plan.txt')])).rejects.toThrow('say --from html or --from json')
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, '{"type":"doc"')
    await expect(stet(['import', broken])).rejects.toThrow('is not the JSON of a document')
    await expect(stet(['export', 'broken'])).rejects.toThrow(Failure)
  })
})

describe('export and import with tokens', () => {
  const secret = 'a good secret of 32 bytes or a few more 0123456789'
  const env = { STET_JWT_SECRET: secret }

  async function startGuarded(): Promise<{
    readonly url: string
    readonly tokenFor: (role: string) => Promise<string>
  }> {
    const authorize = createJwtAccess({ issuer: 'stet', audience: 'stet', secret })
    const server = await createServer({ storage: createMemoryStorage(), authorize })
    ends.push(() => server.close())
    return {
      url: server.url,
      tokenFor: async (role) => (await stet(['token', 'ann', '--documents', `*=${role}`], env)).text.trim(),
    }
  }

  it('reading is enough for export, writing is needed for import', async () => {
    const { url, tokenFor } = await startGuarded()
    const [read, write] = [await tokenFor('read'), await tokenFor('write')]
    const importPlan = (token: string) => stet(['import', writePlan(), '--server', url, '--token', token])
    await expect(importPlan(read)).rejects.toThrow('refused')
    await expect(stet(['import', writePlan(), '--server', url])).rejects.toThrow('refused')
    expect((await importPlan(write)).exitCode).toBe(0)
    await expect(importPlan(write)).rejects.toThrow('has content already')
    const exportPlan = ['export', 'plan', '--format', 'text', '--server', url]
    expect((await stet([...exportPlan, '--token', read])).out).toContain('One plan')
    expect((await stet(exportPlan, { STET_TOKEN: read })).out).toContain('One plan')
    await expect(stet(exportPlan)).rejects.toThrow('refused')
  })

  it('bench needs the right to write, and tells what it left', async () => {
    const { url, tokenFor } = await startGuarded()
    const args = ['bench', '--clients', '2', '--seconds', '1', '--server', url]
    await expect(stet(args)).rejects.toThrow(Failure)
    const { exitCode, text, json } = await stet([...args, '--token', await tokenFor('write')])
    expect({ exitCode, text }).toMatchObject({ exitCode: 0 })
    expect(json).toMatchObject({ ok: true, edits: 10, saved: 10, delivered: 10, server: url })
    const { document } = json as { document: string }
    expect(text).toContain(`The document "${document}" stays on the server.`)
  })
})

describe('bench', () => {
  it('runs on a server of its own, tells the times, and leaves nothing', async () => {
    const { exitCode, text, json } = await stet(['bench', '--clients', '3', '--rate', '10', '--seconds', '1'])
    expect(text).toMatch(/^saved +30: \d/mu)
    expect(text).toMatch(/^with all +60 of 60: \d/mu)
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({ ok: true, document: null, clients: 3, edits: 30, saved: 30, errors: {} })
    expect(readdirSync(data)).toEqual([])
  })

  it.each([
    [['--clients', '1'], '--clients must be from 2 to 200'],
    [['--clients', 'many'], '--clients must be a number, not "many"'],
    [['--rate=-1'], '--rate must be a number'],
    [['--seconds', '601'], '--seconds must be from 1 to 600'],
    [['--clients', '200', '--rate', '50'], 'deliveries a second'],
  ])('%j is refused', async (args, message) => {
    await expect(stet(['bench', ...args])).rejects.toThrow(message)
    await expect(stet(['bench', ...args])).rejects.toThrow(Mistake)
  })

  it('a server that is not there is a failure', async () => {
    await expect(stet(['bench', '--server', 'http://127.0.0.1:1'])).rejects.toThrow('cannot be reached')
  })
})

describe('check, backup and restore', () => {
  it('a sound file is sound, a damaged row is found and named', async () => {
    await fill()
    expect(await stet(['check'])).toMatchObject({ exitCode: 0, json: { sound: true, documents: 1, rows: 1 } })
    const db = new DatabaseSync(join(data, 'stet.sqlite'))
    db.exec("UPDATE updates SET bytes = zeroblob(length(bytes)) WHERE document = 'plan'")
    db.close()
    const { exitCode, text, json } = await stet(['check'])
    expect(exitCode).toBe(1)
    expect(text).toContain('Document "plan": ')
    expect(text).toContain('is damaged: 1 problem')
    expect(json).toMatchObject({ sound: false, problems: [{ document: 'plan' }] })
  })

  it('a backup taken beside a running server restores to the same documents', async () => {
    await fill()
    const server = await startServer()
    const target = join(folder, 'backups', 'monday.sqlite')
    expect(await stet(['backup', target])).toMatchObject({ exitCode: 0, json: { target, documents: 1 } })
    await expect(stet(['backup', target])).rejects.toThrow('exists already')
    expect((await stet(['check', target])).exitCode).toBe(0)
    await expect(stet(['restore', target, '--force'])).rejects.toThrow('in use')
    await stet(['import', writePlan(), '--document', 'later'])
    await server.close()
    await expect(stet(['restore', target])).rejects.toThrow('exists already')
    const restored = await stet(['restore', target, '--force'])
    expect(restored).toMatchObject({ exitCode: 0, json: { documents: 1, setAside: expect.any(String) } })
    expect((await stet(['export', 'plan', '--format', 'text'])).out).toContain('One plan')
    await expect(stet(['export', 'later'])).rejects.toThrow('There is no document')
  })

  it('a backup holds the pictures too, restore brings them back, and check finds a damaged one', async () => {
    await fill()
    const pictures = join(data, 'uploads')
    const bytes = 'any bytes'
    const name = `${createHash('sha256').update(bytes).digest('hex')}.png`
    mkdirSync(pictures)
    writeFileSync(join(pictures, name), bytes)
    const target = join(folder, 'monday.sqlite')
    expect(await stet(['backup', target])).toMatchObject({ exitCode: 0, json: { uploads: 1 } })
    rmSync(pictures, { recursive: true })
    expect(await stet(['restore', target, '--force'])).toMatchObject({ exitCode: 0, json: { uploads: 1 } })
    expect(readFileSync(join(pictures, name), 'utf8')).toBe(bytes)
    expect(await stet(['check'])).toMatchObject({ exitCode: 0, json: { pictures: { uploads: 1 } } })
    writeFileSync(join(pictures, name), 'other bytes')
    const { exitCode, text } = await stet(['check'])
    expect(exitCode).toBe(1)
    expect(text).toContain(`The picture ${join(pictures, name)} is damaged`)
    expect((await stet(['check', target])).exitCode).toBe(0)
    await expect(stet(['backup', join(folder, 'tuesday.sqlite')])).rejects.toThrow('is damaged')
  })

  it('files that are not there are an error that names them', async () => {
    await expect(stet(['check'])).rejects.toThrow(`There is no file ${join(data, 'stet.sqlite')}`)
    await expect(stet(['check', join(folder, 'x')])).rejects.toThrow('There is no file')
    await expect(stet(['restore', join(folder, 'x')])).rejects.toThrow('There is no file')
    const garbage = join(folder, 'garbage')
    writeFileSync(garbage, 'garbage '.repeat(1000))
    await expect(stet(['check', garbage])).rejects.toThrow('is not a Stet data file')
  })
})

describe('doctor', () => {
  it('a good machine passes, and two clients have synced', async () => {
    const { exitCode, text, json } = await stet(['doctor', '--port', '0'])
    expect(text).toContain('This machine can serve documents.')
    expect(exitCode).toBe(0)
    const { findings } = json as { findings: { name: string; state: string }[] }
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([])
    expect(findings.map(({ name }) => name)).toEqual([
      'node',
      'yjs',
      'open files',
      'clock',
      'data folder',
      'disk space',
      'disk',
      'port',
      'web app',
      'two clients',
    ])
  })

  it('a folder that cannot be one fails, and is named', async () => {
    writeFileSync(data, '')
    const { exitCode, text } = await stet(['doctor', '--port', '0'])
    expect(exitCode).toBe(1)
    expect(text).toMatch(new RegExp(`FAILED +data folder +${data} cannot be written to`, 'u'))
  })
})

describe('token', () => {
  const env = { STET_JWT_SECRET: 'a good secret of 32 bytes or a few more 0123456789' }

  it('makes what the server reads, with the rights and the end that were asked for', async () => {
    const args = ['token', 'user-17', '--documents', 'handbook=write, team-*=read', '--expires', '30m']
    const { text, json } = await stet([...args, '--name', 'Ann'], env)
    const payload = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as object
    const { exp = 0, iat = 0 } = payload as { exp?: number; iat?: number }
    expect(exp - iat).toBe(1800)
    expect(payload).toMatchObject({
      sub: 'user-17',
      name: 'Ann',
      iss: 'stet',
      aud: 'stet',
      documents: { handbook: 'write', 'team-*': 'read' },
    })
    expect(json).toMatchObject({ token: text.trim(), sub: 'user-17' })
  })

  it.each([
    [{}, ['--documents', '*=write'], 'set STET_JWT_SECRET'],
    [env, [], 'Say what the token opens'],
    [env, ['--documents', 'a=owner'], 'not pattern=role'],
    [env, ['--documents', 'a b=write'], '"a b"'],
    [env, ['--documents', '*=write', '--expires', '2y'], '--expires must be a time'],
  ])('with %j and %j it says what is wrong', async (variables, args, message) => {
    await expect(stet(['token', 'ann', ...args], variables)).rejects.toThrow(message)
  })

  it('config never prints the secret', async () => {
    const { text, json } = await stet(['config'], env)
    expect(text).toMatch(/^jwtSecret +\(secret, set\) +\(STET_JWT_SECRET\)$/mu)
    expect(`${text}${JSON.stringify(json)}`).not.toContain('good secret')
  })
})

describe('config', () => {
  it('prints each value with its source', async () => {
    writeFileSync(join(folder, 'stet.config.json'), JSON.stringify({ logLevel: 'debug' }))
    const { text, json } = await stet(['config', '--port', '9000'], { HOST: '::1' })
    expect(text).toMatch(/^port +9000 +\(--port\)$/mu)
    expect(text).toMatch(/^host +::1 +\(HOST\)$/mu)
    expect(text).toMatch(/^logLevel +debug +\(.*stet\.config\.json\)$/mu)
    expect(text).toMatch(/^metrics +local +\(default\)$/mu)
    expect(json).toMatchObject({
      file: join(folder, 'stet.config.json'),
      settings: { port: { value: 9000, source: 'flag', from: '--port' }, metrics: { source: 'default' } },
    })
  })
})

it.each(commands.map((command) => [command.name, command] as const))(
  '%s --help says what it is for and every flag it takes',
  (name, command) => {
    const text = commandHelp(command)
    expect(text).toContain(`Usage: stet ${name}`)
    for (const flag of ['--config <file>', '--json', '--help', ...Object.keys(command.options ?? {})]) {
      expect(text).toContain(flag)
    }
  },
)
