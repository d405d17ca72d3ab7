// Vitest set-up: browser tests drive a real Chromium. One that is there is used; on Debian as root it is installed;
// elsewhere a sentence says what to do.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { TestProject } from 'vitest/node'

const candidates = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

export default function setup(project: TestProject): void {
  project.provide('chromium', findChromium() ?? installChromium())
}

export function findChromium(): string | undefined {
  return candidates.find((path) => path !== undefined && existsSync(path))
}

function installChromium(): string {
  const canInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  if (canInstall) {
    process.stderr.write('stet: no Chromium here, installing Debian’s (once) …\n')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const aptGet = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 2], env })
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation')
    const found = findChromium()
    if (found !== undefined) return found
  }
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one, or set CHROMIUM to the path of its program; to leave them out: npm test -- --project unit --project sim --project e2e',
  )
}

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string
  }
}
