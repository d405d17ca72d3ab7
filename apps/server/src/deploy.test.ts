// The Dockerfile cannot be built where tests run; what can go wrong in it without notice is checked by reading it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseCommandLine } from './command-line.ts'
import { commands } from './commands/index.ts'
import { loadConfiguration } from './config/configuration.ts'
import { settingNames, settingOf } from './config/settings.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const deploy = fileURLToPath(new URL('../deploy', import.meta.url))
const lines = readFileSync(join(deploy, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ').split('\n')
const instructions = (name: string): readonly string[] =>
  lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim())
const environment = Object.fromEntries(
  instructions('ENV').flatMap((line) =>
    line.split(/\s+/u).map((pair) => pair.split('=') as [string, string]),
  ),
)

it('every path that the Dockerfile copies exists, or is built in a stage before', () => {
  const built = new Set(['node_modules', 'apps/web/dist'])
  const sources = instructions('COPY').flatMap((line) => {
    const words = line.split(/\s+/u).filter((word) => !word.startsWith('--'))
    return words.slice(0, -1).map((word) => word.replace(/^\/stet\//u, ''))
  })
  expect(sources.length).toBeGreaterThan(8)
  expect(sources.filter((source) => !built.has(source) && !existsSync(join(root, source)))).toEqual([])
})

it('what the server imports is in the image: its own packages, all of them', () => {
  const copied = instructions('COPY').join('\n')
  const needed = new Set(['apps/server'])
  for (const folder of needed) {
    expect(copied).toContain(`/stet/${folder} ${folder}`)
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
    }
    for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
      if (version.startsWith('workspace:')) needed.add(name.replace('@stet/', 'packages/'))
    }
  }
  expect(needed.size).toBeGreaterThan(3)
})

it('peer dependencies, which an installation without tools leaves out, are linked to the one copy there is', () => {
  const links = instructions('RUN').filter((line) => line.startsWith('ln -s '))
  for (const name of ['protocol', 'document', 'engine', 'server']) {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
      readonly peerDependencies?: Readonly<Record<string, string>>
      readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
    }
    for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
      if (manifest.peerDependenciesMeta?.[peer]?.optional === true) continue
      expect(links).toContain(`ln -s ../../server/node_modules/${peer} packages/${name}/node_modules/${peer}`)
    }
  }
})

it('the command of the image is one the program takes, with the settings of its environment', () => {
  const command = instructions('CMD').find((line) => line.includes('main.ts'))
  const [node, program = '', ...args] = JSON.parse(command ?? '[]') as string[]
  expect(node).toBe('node')
  expect(existsSync(join(root, program))).toBe(true)
  const line = parseCommandLine(args, commands)
  if (line.kind !== 'run') throw new Error('It does not run.')
  expect(line.command.name).toBe('serve')
  const { values } = loadConfiguration({ ...line.given, env: environment, cwd: '/nonexistent' })
  expect(values).toMatchObject({ host: '0.0.0.0', port: 8080, data: '/data' })
  expect(instructions('EXPOSE')).toEqual([String(values.port)])
  expect(instructions('VOLUME')).toEqual([values.data])
})

it('the image does not run as root, and its Node is the one that the product is tested with', () => {
  expect(instructions('USER')).toEqual(['node'])
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8')) as {
    readonly version: string
  }
  const [major] = version.split('.')
  const images = instructions('FROM').filter((line) => line.startsWith('node:'))
  expect(images.length).toBeGreaterThan(0)
  for (const image of images) expect(image).toMatch(new RegExp(`^node:${major}-`, 'u'))
})

it('the health check asks what the server answers', () => {
  expect(lines.join('\n')).toContain('/healthz')
})

it.each(['nginx.conf', 'Caddyfile'])('the command beside %s is one the program takes', (name) => {
  const [, words = ''] = /^#\s+stet (serve .*)$/mu.exec(readFileSync(join(deploy, name), 'utf8')) ?? []
  const line = parseCommandLine(words.split(' '), commands)
  if (line.kind !== 'run') throw new Error('It does not run.')
  const { values } = loadConfiguration({ ...line.given, env: {}, cwd: '/nonexistent' })
  expect(values).toMatchObject({ port: 8080, allowedOrigins: ['https://docs.example.com'] })
})

it('the variables in the examples of the Dockerfile are settings', () => {
  const text = readFileSync(join(deploy, 'Dockerfile'), 'utf8')
  const variables = [...text.matchAll(/-e (STET_\w+)/gu)].map(([, variable]) => variable)
  const known = settingNames.map((name) => settingOf(name).variable)
  expect(variables.length).toBeGreaterThan(1)
  expect(known).toEqual(expect.arrayContaining(variables))
})
