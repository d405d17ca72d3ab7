// A project of somebody else: our packages as they would be published, packed and installed by a package manager into a
// folder outside of this repository. Nothing in it can reach our sources.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../harness/markdown-examples.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** `dependencies`: what the project asks for besides all of our packages. */
export function installPackages(project: string, dependencies: Readonly<Record<string, string>>): void {
  const lines = run(process.execPath, [join(root, '.dev/packages/pack.ts'), join(project, 'tarballs')], root)
  const ours = Object.fromEntries(
    lines
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([name = '', tarball = '']) => [name, `file:${tarball}`]),
  )
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: { ...ours, ...dependencies } }),
  )
  // Our packages need each other, and are on no registry yet. Of everything else the versions are those of our own
  // tests: what somebody publishes tonight is not what this is about.
  const overrides = { ...testedVersions(), ...ours }
  writeFileSync(join(project, 'pnpm-workspace.yaml'), JSON.stringify({ overrides }))
  run('npx', ['--yes', 'pnpm@12', 'install', '--prefer-offline'], project)
}

/** The version of each library that our packages name, as it is installed here. */
function testedVersions(): Record<string, string> {
  const versions: Record<string, string> = {}
  for (const folder of readdirSync(join(root, 'packages'))) {
    const { dependencies, peerDependencies } = readManifest(join(root, 'packages', folder))
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (!name.startsWith('@stet/'))
        versions[name] = readManifest(join(root, 'packages', folder, 'node_modules', name)).version
    }
  }
  return versions
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Runs a program to its end and gives what it wrote; throws when it fails, unless it may. */
export function run(program: string, args: readonly string[], cwd: string, outcome?: 'may fail'): string {
  // npm hands its settings down as variables, which pnpm would read as its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0 && outcome === undefined)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}
