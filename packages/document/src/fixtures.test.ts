// Small documents that a person can read, with the HTML, the Markdown and the text they must become: ../fixtures.
// The HTML and the Markdown are read back too, into what those can say of the document (.json where that is all).

import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import { fromHTML } from './from-html.ts'
import { documentFromYjs, documentToJSON, jsonToYjs, toHTML, toMarkdown, toText } from './index.ts'
import type { DocumentJSON } from './json.ts'
import { fromMarkdown } from './markdown.ts'

declare global {
  interface ImportMeta {
    /** Vite's: the files that match, by path. */
    glob(pattern: string, options: { query: string; import: string; eager: true }): Record<string, string>
  }
}

const files = import.meta.glob('../fixtures/*', { query: '?raw', import: 'default', eager: true })
const names = Object.keys(files).filter((path) => path.endsWith('.json'))

function fixture(path: string, extension: string): string {
  const file = files[path.replace(/json$/, extension)]
  if (file === undefined) throw new Error(`${path} has no .${extension} beside it`)
  return file.replace(/\n$/, '')
}

describe('fixtures', () => {
  test('there are some, and each has all four files', () => {
    expect(names.length).toBeGreaterThanOrEqual(4)
    expect(Object.keys(files)).toHaveLength(names.length * 4)
  })

  test.each(names)('%s becomes its HTML, its Markdown and its text, also by way of a Y.Doc', (path) => {
    const json = JSON.parse(fixture(path, 'json')) as DocumentJSON
    const doc = new Y.Doc()
    jsonToYjs(json, doc)
    for (const document of [json, documentToJSON(doc), documentFromYjs(doc)]) {
      expect(toHTML(document)).toBe(fixture(path, 'html'))
      expect(toMarkdown(document)).toBe(fixture(path, 'md'))
      expect(toText(document)).toBe(fixture(path, 'txt'))
    }
  })

  // What an unknown element was is not said there.
  test.each(names.filter((path) => !path.includes('unknown')))(
    '%s: its HTML and its Markdown are read as what they say',
    (path) => {
      expect(toHTML(fromHTML(fixture(path, 'html')))).toBe(fixture(path, 'html'))
      expect(toMarkdown(fromMarkdown(fixture(path, 'md')))).toBe(fixture(path, 'md'))
    },
  )
})

// Pages as other programs put them on the clipboard, with what they become, as Markdown: ../fixtures/pasted.
describe('pasted from', () => {
  const pasted = import.meta.glob('../fixtures/pasted/*', { query: '?raw', import: 'default', eager: true })
  const pages = Object.keys(pasted).filter((path) => path.endsWith('.html'))

  test('there are some', () => {
    expect(pages.length).toBeGreaterThanOrEqual(9)
  })

  test.each(pages)('%s', (path) => {
    const document = fromHTML(pasted[path] ?? '')
    expect(`${toMarkdown(document)}\n`).toBe(pasted[path.replace(/html$/, 'md')])
    expect(JSON.stringify(document)).not.toMatch(/script:|onerror|onclick|mso-|docs-internal/)
  })
})
