import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Mistake } from '../mistake.ts'
import { loadConfiguration } from './configuration.ts'
import type { Configuration, ConfigurationInput } from './configuration.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stet-config-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function load(file: unknown, input: Partial<ConfigurationInput> = {}): Configuration {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  writeFileSync(join(folder, 'stet.config.json'), text)
  return loadConfiguration({ flags: new Map(), env: {}, cwd: folder, ...input })
}

it('a flag beats the environment, which beats the file, which beats the default', () => {
  const file = { port: 1, host: '::1', logLevel: 'debug' }
  const { values, sources } = load(file, {
    flags: new Map([['port', '3']]),
    env: { PORT: '2', HOST: '127.0.0.2' },
  })
  expect(values).toMatchObject({ port: 3, host: '127.0.0.2', logLevel: 'debug', metrics: 'local' })
  expect(sources).toMatchObject({
    port: { kind: 'flag', name: '--port' },
    host: { kind: 'environment', name: 'HOST' },
    logLevel: { kind: 'file', name: join(folder, 'stet.config.json') },
    metrics: { kind: 'default' },
  })
})

it('paths in the file are relative to it, others to where the program is started', () => {
  mkdirSync(join(folder, 'etc'))
  writeFileSync(join(folder, 'etc', 'my.json'), JSON.stringify({ data: 'documents', webRoot: '/srv/web' }))
  const read = (env: Record<string, string>) =>
    loadConfiguration({ flags: new Map(), env, cwd: folder, configFile: 'etc/my.json' }).values
  expect(read({})).toMatchObject({ data: join(folder, 'etc', 'documents'), webRoot: '/srv/web' })
  expect(read({ STET_DATA: 'here' })).toMatchObject({ data: 'here' })
  expect(
    loadConfiguration({ flags: new Map(), env: { STET_CONFIG: 'etc/my.json' }, cwd: folder }).values.webRoot,
  ).toBe('/srv/web')
})

it('a list is an array in the file, and separated by commas elsewhere', () => {
  const origins = ['https://a.example', 'http://b.example:8080']
  expect(load({ allowedOrigins: origins }).values.allowedOrigins).toEqual(origins)
  const env = { STET_ALLOWED_ORIGINS: 'https://a.example, http://b.example:8080' }
  expect(load({}, { env }).values.allowedOrigins).toEqual(origins)
  expect(load({}).values.allowedOrigins).toEqual([])
})

it('a secret is no flag, and what is wrong with it is said without it', () => {
  expect(() => load({ jwtSecret: 'too short' })).toThrow(/must be a secret of at least 32 bytes\.$/u)
  expect(load({ jwtSecret: 'x'.repeat(32) }).values.jwtSecret).toHaveLength(32)
})

it('null, a byte order mark and $schema are understood', () => {
  expect(load('\uFEFF{"$schema":"x","port":null,"drainSeconds":0}').values).toMatchObject({
    port: 8080,
    drainSeconds: 0,
  })
})

it.each([
  [{ prot: 80 }, 'The key "prot" in', 'Did you mean "port"?'],
  [{ tls_cert: 'x' }, 'The key "tls_cert"', 'Did you mean "tlsCert"?'],
  [{ colour: 1 }, 'The key "colour"', 'Known are port, host, data,'],
  [{ port: '80' }, '"port" in', 'must be a number from 0 to 65535 (0: any free port), not "80".'],
  [{ port: 1.5 }, '"port" in', 'not 1.5.'],
  [{ data: 5 }, '"data" in', 'must be the path of a folder, not 5.'],
  [{ metrics: true }, '"metrics" in', 'must be one of local, open, off, not true.'],
  [{ allowedOrigins: ['example.com'] }, '"allowedOrigins" in', 'must be origins such as https://example.com'],
  [{ allowedOrigins: 'https://a.example' }, '"allowedOrigins" in', 'must be origins'],
  [[], 'must hold an object', ''],
  ['{"port": 80', 'is not JSON', ''],
])('%j is a mistake that names the file', (file, ...parts) => {
  expect(() => load(file)).toThrow(Mistake)
  for (const part of [...parts, join(folder, 'stet.config.json')]) expect(() => load(file)).toThrow(part)
})
