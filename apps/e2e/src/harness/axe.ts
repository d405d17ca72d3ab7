// What axe finds on a page as it is now, in light and dark.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Person } from './browser.ts'

let program: Promise<string> | undefined

/** Every rule that something on the page breaks, in both themes, with the elements. */
export async function violations({ page }: Person): Promise<string[]> {
  const found: string[] = []
  program ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(await program)
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: colours half-way between two themes would be measured.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const results = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    )
    for (const { id, nodes } of results.violations) {
      for (const { html, failureSummary } of nodes)
        found.push(`${colorScheme} ${id}: ${html}\n${failureSummary}`)
    }
  }
  return found
}
