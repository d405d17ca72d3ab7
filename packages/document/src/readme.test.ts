// The README's example, so that it stays true: each line `f(…) // 'result'` there is checked here.

import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { fromHTML } from './from-html.ts'
import { documentTitle, documentToJSON, jsonToYjs, toHTML, toText } from './index.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'

test('the example in the README does what it says', () => {
  const [readme = ''] = Object.values(
    import.meta.glob('../README.md', { query: '?raw', import: 'default', eager: true }),
  )
  const heading = {
    type: 'textblock',
    attrs: { kind: 'heading', level: 1 },
    content: [{ type: 'text', text: 'Hello' }],
  }
  const written = /const heading = ({[^]*?\n})/.exec(readme)?.[1]?.replace(/,(\s*})/g, '$1') ?? ''
  expect(JSON.parse(written.replace(/'/g, '"').replace(/(\w+):/g, '"$1":'))).toEqual(heading)
  const doc = new Y.Doc()
  jsonToYjs({ type: 'doc', content: [heading] }, doc)
  const results = {
    'documentTitle(doc)': documentTitle(doc),
    'toHTML(documentToJSON(doc))': toHTML(documentToJSON(doc)),
    'toText(documentToJSON(doc))': toText(documentToJSON(doc)),
    "toMarkdown(fromMarkdown('A  *word*'))": toMarkdown(fromMarkdown('A  *word*')),
    "toText(fromHTML('<p>Hi <b>you</b></p>'))": toText(fromHTML('<p>Hi <b>you</b></p>')),
  }
  const promised = [...readme.matchAll(/^(\w+\(.*\)) \/\/ '(.*)'$/gm)].map(([, call, result]) => [
    call,
    result,
  ])
  expect(Object.fromEntries(promised)).toEqual(results)
})
