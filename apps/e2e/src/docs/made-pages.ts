// The pages of docs/ that are made from the code: the limits and the API reference.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReference } from './api-reference.ts'
import { limitsPage } from './limits-page.ts'
import { docs } from './pages.ts'

const apiFolder = join(docs, 'api')

/** What each page has to say, by its path in docs/. */
export function madePages(): Map<string, string> {
  const reference = [...apiReference()].map(([name, text]) => [`api/${name}`, text] as const)
  return new Map([['limits.md', limitsPage()], ...reference])
}

/** Writes them all, takes away what is no longer made, and gives their paths. */
export function writeMadePages(): string[] {
  const pages = madePages()
  rmSync(apiFolder, { recursive: true, force: true })
  mkdirSync(apiFolder, { recursive: true })
  for (const [path, text] of pages) writeFileSync(join(docs, path), text)
  return [...pages.keys()]
}

/** The pages that say something else than the code does: changed, missing, or of a package that is gone. */
export function outdatedPages(): string[] {
  const pages = madePages()
  const there = new Set(['limits.md', ...readdirSync(apiFolder).map((name) => `api/${name}`)])
  const paths = new Set([...there, ...pages.keys()])
  return [...paths].filter((path) => {
    const text = pages.get(path)
    return text === undefined || !there.has(path) || text !== readFileSync(join(docs, path), 'utf8')
  })
}
