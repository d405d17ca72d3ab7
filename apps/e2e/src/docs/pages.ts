// The pages of the handbook that people write.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../harness/markdown-examples.ts'

export const docs = join(root, 'docs')

export const pages: readonly string[] = readdirSync(docs).filter((name) => name.endsWith('.md'))

export function textOf(page: string): string {
  return readFileSync(join(docs, page), 'utf8')
}
