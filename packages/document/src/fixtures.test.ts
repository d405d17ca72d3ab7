// Small documents that a person can read, with the HTML and the text they must become: ../fixtures.

import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentFromYjs, documentToJSON, jsonToYjs, toHTML, toText } from './index.ts'
import type { DocumentJSON } from './json.ts'

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
  test('there are some, and each has all three files', () => {
    expect(names.length).toBeGreaterThanOrEqual(3)
    expect(Object.keys(files)).toHaveLength(names.length * 3)
  })

  test.each(names)('%s becomes its HTML and its text, also by way of a Y.Doc', (path) => {
    const json = JSON.parse(fixture(path, 'json')) as DocumentJSON
    const doc = new Y.Doc()
    jsonToYjs(json, doc)
    for (const document of [json, documentToJSON(doc), documentFromYjs(doc)]) {
      expect(toHTML(document)).toBe(fixture(path, 'html'))
      expect(toText(document)).toBe(fixture(path, 'txt'))
    }
  })
})
