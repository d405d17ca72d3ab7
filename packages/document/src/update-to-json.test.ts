import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentToJSON, jsonToYjs, updateToJSON } from './index.ts'
import { fromMarkdown } from './markdown.ts'

test('a Yjs update becomes what the document shows, as JSON', () => {
  const doc = new Y.Doc()
  jsonToYjs(fromMarkdown('# Head\n\nA _word_ and `code`\n\n| a | b |\n| --- | --- |\n| 1 | 2 |'), doc)
  expect(updateToJSON(Y.encodeStateAsUpdate(doc))).toEqual(documentToJSON(doc))
})

test('bytes that are no update are an error and not an empty document', () => {
  expect(() => updateToJSON(new Uint8Array([1, 2, 3]))).toThrow(/./)
})
