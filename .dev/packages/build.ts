// Builds what is in the tarballs: `dist` of every package, from its sources as they are now. Inside the repository
// `exports` lead to the sources, so nothing here is needed to work on Stet; `publishConfig.exports` lead to `dist`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { productNode, root } from '../setup.mjs'
import { publishedPackages } from './published.ts'

export function buildPackages(): void {
  const packages = publishedPackages()
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(productNode, [tsc, '-b', ...packages.map(({ folder }) => folder)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The packages do not compile:\n${stdout}`)
  for (const { folder } of packages) {
    removeOrphans(folder)
    for (const name of ['style.css', 'viewer.css']) {
      if (existsSync(join(folder, 'src', name))) buildStyles(folder, name)
    }
  }
}

/** The compiler leaves what it made of a file that is gone since; it would be published. */
function removeOrphans(folder: string): void {
  for (const name of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    const [, stem] = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(name) ?? []
    if (stem === undefined) continue
    const source = join(folder, 'src', stem)
    const isMade = ['.ts', '.tsx', '.d.ts', '.css.d.ts'].some((ending) => existsSync(source + ending))
    if (!isMade) rmSync(join(folder, 'dist', name))
  }
}

/** One file, because not everybody has a bundler that follows `@import`. */
function buildStyles(folder: string, name: string): void {
  const dist = join(folder, 'dist')
  writeFileSync(join(dist, name), bundledStyles(join(folder, 'src', name)))
  copyFileSync(join(folder, 'src', `${name}.d.ts`), join(dist, `${name}.d.ts`))
}

function bundledStyles(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^@import '(\.[^']+)';$/gm, (_, imported: string) =>
    bundledStyles(join(dirname(path), imported)),
  )
}
