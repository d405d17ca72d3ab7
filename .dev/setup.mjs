// What `npm start`, `npm test` and `pnpm dev` need before they can begin: the packages of the lock file, the product's
// own Node, and a built web app. Plain JavaScript without dependencies, because it runs first, on whatever Node
// (20 or newer) the machine has.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The Node the product runs on: the npm package `node`, not the machine's. */
export const productNode = join(root, 'node_modules/node/bin/node')

const pnpm = ['npx', '--yes', 'pnpm@12']
const installedStamp = join(root, 'node_modules/.stet-installed')
const vite = join(root, 'apps/web/node_modules/vite/bin/vite.js')
const webDist = join(root, 'apps/web/dist/index.html')

/** Installs the locked packages, unless the last install was of this very lock file. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
    .digest('hex')
  const have = existsSync(installedStamp) ? readFileSync(installedStamp, 'utf8') : ''
  if (have === wanted && existsSync(productNode)) return
  say('installing packages (once per change of the lock file) …')
  run([...pnpm, 'install', '--frozen-lockfile', '--prod=false'], 'The packages could not be installed')
  writeFileSync(installedStamp, wanted)
}

/** Builds the web app, unless what stands in its dist folder is newer than every source it is made of. */
export function ensureWebBuilt() {
  if (existsSync(webDist)) {
    const built = statSync(webDist).mtimeMs
    const sources = [
      'apps/web',
      'packages/editor',
      'packages/client',
      'packages/binding',
      'packages/document',
      'packages/protocol',
      // The handbook is part of the site.
      'docs',
      'packages/engine/SPEC.md',
    ]
    if (sources.every((folder) => newestIn(join(root, folder)) <= built)) return
  }
  say('building the web app …')
  run(
    // Of a hundred and thirty files nobody who starts a server wants to know the size.
    [productNode, vite, 'build', join(root, 'apps/web'), '--logLevel', 'warn'],
    'The web app could not be built',
  )
}

/** When the newest file in a folder was written, or the file itself. */
function newestIn(folder) {
  const itself = statSync(folder)
  if (itself.isFile()) return itself.mtimeMs
  let newest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue
    newest = Math.max(newest, newestIn(join(folder, entry.name)))
  }
  return newest
}

function run(command, failure) {
  const [program, ...args] = command
  // npm hands its own settings down as npm_config_* variables; pnpm would read them as its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
  // Vitest sets NODE_ENV to "test", and a site built so is not the one people get.
  env.NODE_ENV = 'production'
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], env })
  if (status === 0) return
  say(`${failure}: \`${command.join(' ')}\` ${error ? error.message : `ended with ${status}`}.`)
  process.exit(1)
}

/** Progress goes to standard error, so that standard output stays the program's own. */
export function say(line) {
  process.stderr.write(`stet: ${line}\n`)
}
