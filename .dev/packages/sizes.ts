// `pnpm sizes`: what a page downloads before it can begin, gzipped, for each way to use the packages; what is loaded later is
// not in it. A figure above its budget fails, so that a heavier bundle is a decision and shows in a diff.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type * as Vite from 'vite'
import { root } from '../setup.mjs'

interface Budget {
  readonly name: string
  /** What a page writes. */
  readonly code: string
  /** kB of 1000 bytes: what there is, with a little room. */
  readonly budget: number
  /** What it shall come to, where that is less. */
  readonly goal?: number
}

const budgets: readonly Budget[] = [
  { name: 'editor', code: `export { createEditor } from '@stet/editor'`, budget: 175 },
  { name: 'core', code: `export { createEditor } from '@stet/editor/core'`, budget: 156, goal: 130 },
  { name: 'client', code: `export { connectDocument } from '@stet/client'`, budget: 40 },
  { name: 'static', code: `export { toHTML, toMarkdown } from '@stet/document/static'`, budget: 15 },
]

// Where packages are found as in a project of somebody else.
const project = join(root, 'apps/examples')
const folder = join(project, 'node_modules/.cache/sizes')
const { build } = (await import(createRequire(join(project, 'x')).resolve('vite'))) as typeof Vite

mkdirSync(folder, { recursive: true })
try {
  for (const { name, code, budget, goal = budget } of budgets) {
    const bytes = await measure(name, code)
    const isOver = bytes > budget * 1000
    const aim = goal === budget ? '' : `, goal ${goal} kB`
    process.stdout.write(
      `${name}: ${(bytes / 1000).toFixed(1)} kB of ${budget} kB${aim}${isOver ? ': too much' : ''}\n`,
    )
    if (isOver) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(name: string, code: string): Promise<number> {
  const entry = join(folder, `${name}.ts`)
  writeFileSync(entry, code)
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'exports-only' },
    },
  })
  const { output } = result as Vite.Rolldown.RolldownOutput
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])))
  const first = new Set(
    output.flatMap((file) => (file.type === 'chunk' && file.isEntry ? [file.fileName] : [])),
  )
  // A set is walked to its end, also to what is added meanwhile.
  for (const fileName of first)
    for (const imported of chunks.get(fileName)?.imports ?? []) first.add(imported)
  return [...first].reduce(
    (sum, fileName) => sum + gzipSync(chunks.get(fileName)?.code ?? '', { level: 9 }).length,
    0,
  )
}
