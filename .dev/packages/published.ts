// The packages that others install, read from the tree: whatever stands in packages/ and is not private.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup.mjs'

export interface PublishedPackage {
  readonly name: string
  readonly version: string
  /** Absolute. */
  readonly folder: string
}

export function publishedPackages(): PublishedPackage[] {
  return readdirSync(join(root, 'packages')).flatMap((entry) => {
    const folder = join(root, 'packages', entry)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    return manifest.private === true ? [] : [{ name: manifest.name, version: manifest.version, folder }]
  })
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
}
