// `pnpm pack:all [folder]`: builds every package and leaves its tarball in the folder, exactly as it would be published.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../setup.mjs'
import { buildPackages } from './build.ts'
import { publishedPackages } from './published.ts'

export interface Packed {
  readonly name: string
  readonly version: string
  readonly tarball: string
}

export function packPackages(into: string): Packed[] {
  buildPackages()
  mkdirSync(into, { recursive: true })
  const packages = publishedPackages()
  const filters = packages.flatMap(({ name }) => ['--filter', name])
  const pack = ['--yes', 'pnpm@12', '--recursive', ...filters, 'pack', '--pack-destination', into]
  const { status, stdout, stderr } = spawnSync('npx', pack, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The packages could not be packed:\n${stdout}${stderr}`)
  return packages.map(({ name, version }) => {
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    return { name, version, tarball: join(into, file) }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(root, 'dist/packages'))
  for (const { name, tarball } of packPackages(folder)) process.stdout.write(`${name} ${tarball}\n`)
}
