import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentToJSON, jsonToYjs, toHTML as toHTMLOfAll, updateToJSON } from '../index.ts'
import { fromMarkdown } from '../markdown.ts'
import { toHTML, toMarkdown, toText } from './index.ts'

const markdown = '# Head\n\nA _word_ and `code`\n\n- [x] done\n\n| a | b |\n| --- | --- |\n| 1 | 2 |'

test('a Yjs update becomes what the document shows, as JSON, HTML, Markdown and text', () => {
  const doc = new Y.Doc()
  jsonToYjs(fromMarkdown(markdown), doc)
  const json = updateToJSON(Y.encodeStateAsUpdate(doc))
  expect(json).toEqual(documentToJSON(doc))
  expect(toMarkdown(json)).toBe(markdown)
  expect(toHTML(json)).toContain('<h1>Head</h1>\n<p>A <em>word</em> and <code>code</code></p>')
  expect(toText(json)).toContain('A word and code')
})

test('the small door is the same writer as the large one', () => {
  const json = fromMarkdown(markdown)
  expect(toHTML(json)).toBe(toHTMLOfAll(json))
})

test('bytes that are no update are an error and not an empty document', () => {
  expect(() => updateToJSON(new Uint8Array([1, 2, 3]))).toThrow(/./)
})
