import { assert, property } from 'fast-check'
import { DOMSerializer, Node } from 'prosemirror-model'
import { expect, test } from 'vitest'

import { schema } from '../index.ts'
import { fromMarkdown } from '../markdown.ts'
import { richDocument } from '../testing/rich-document.ts'
import { parseHTML, tinyDocument } from '../testing/tiny-dom.ts'
import type { DocumentJSON, NodeJSON } from './index.ts'
import { drawDocument, toStyledHTML } from './index.ts'

const doc = (...content: NodeJSON[]): DocumentJSON => ({ type: 'doc', content })
const text = (words: string): NodeJSON => ({ type: 'textblock', content: [{ type: 'text', text: words }] })

/** What the editor adds, taken away again. */
function withoutAdditions(html: string): string {
  return html
    .replaceAll(/<div class="stet-(?:body|picture)">(.*?)<\/div>/g, '$1')
    .replaceAll('<br class="ProseMirror-trailingBreak">', '')
    .replaceAll(/ (?:start|dir|disabled)="[^"]*"/g, '')
}

test('what is drawn are the elements of the schema', () => {
  const json = fromMarkdown(
    '# Head\n\n> quote\n\n- a **b _c_** [d **e**](https://example.com)\n- [x] done\n\n```js\nlet a\n```\n\n---\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n$x$ and\n\n$$\ny\n$$',
  )
  const drawn = toStyledHTML(json)
    .replace(/^.*\n/, '')
    .replace(/\n<\/div><\/div><\/div>$/, '')
  const fragment = Node.fromJSON(schema, json).content
  const root = tinyDocument.createElement('div')
  DOMSerializer.fromSchema(schema).serializeFragment(fragment, { document: tinyDocument }, root)
  expect(withoutAdditions(parseHTML(drawn.replaceAll('\n<', '<')).innerHTML)).toBe(
    withoutAdditions(root.innerHTML),
  )
})

test('any document can be drawn, and no word of it is markup', () => {
  assert(
    property(richDocument, (json) => {
      // Throws at the first tag that does not balance.
      expect(() => parseHTML(toStyledHTML(json))).not.toThrow()
    }),
    { numRuns: 60 },
  )
})

test('items are numbered, in a box from one anew', () => {
  const item = { ...text('item'), attrs: { kind: 'ordered' } }
  const [first, second, callout] = drawDocument(doc(item, item, { type: 'callout', content: [item] }))
  expect([first?.[1]['start'], second?.[1]['start']]).toEqual(['1', '2'])
  expect(JSON.stringify(callout)).toContain('"start":"1"')
})

test('a block is written from the side its letters say, one without letters as the one before', () => {
  const blocks = drawDocument(doc(text('abc'), text('سلام'), text('12'), text('abc')))
  expect(blocks.map(([, { dir }]) => dir)).toEqual([undefined, 'rtl', 'rtl', undefined])
})

test('an empty block and an empty last line are as high as a line', () => {
  const last = ['br', { class: 'ProseMirror-trailingBreak' }]
  const open = { type: 'textblock', content: [{ type: 'text', text: 'a' }, { type: 'hard_break' }] }
  const code = { type: 'code_block', content: [{ type: 'text', text: 'a\n' }] }
  const blocks = drawDocument(doc({ type: 'textblock' }, open, code, text('a')))
  expect(blocks.map((block) => JSON.stringify(block).includes(JSON.stringify(last)))).toEqual([
    true,
    true,
    true,
    false,
  ])
})

test('what this version does not know is named', () => {
  const strange = drawDocument(doc({ type: 'time_line', content: [text('x')] }))
  expect(strange).toEqual([['div', { class: 'stet-unsupported' }, 'Unsupported content: time line']])
})

test('what is no document is refused', () => {
  expect(() => drawDocument({ type: 'doc', content: [{}] } as never)).toThrow(
    /^document\.content\[0\] is not an object with a "type"/,
  )
})
