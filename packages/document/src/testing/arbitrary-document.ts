// Random documents for property tests, in the normal form that reading a Y.Doc gives: no empty texts, no two
// neighbouring texts with equal marks, marks in the schema's order.

import * as fc from 'fast-check'

import { joinTexts } from '../json.ts'
import type { Attributes, DocumentJSON, MarkJSON, NodeJSON } from '../json.ts'

const text = fc.oneof(
  fc.constantFrom('a', 'Hello', '<b>&amp;"\'', 'two words', '🙂'),
  fc.string({ unit: 'grapheme' }),
)

const knownMarks: readonly MarkJSON[] = [
  { type: 'link', attrs: { href: 'https://example.com/?a=1&b=2', title: null } },
  { type: 'bold' },
  { type: 'italic' },
  { type: 'underline' },
  { type: 'strike' },
  { type: 'code' },
]

const unknownMarks: readonly MarkJSON[] = [
  { type: 'annotation', attrs: { thread: 1 }, key: 'annotation--AAAAAAA0' },
  { type: 'annotation', attrs: { thread: 2 }, key: 'annotation--AAAAAAA1' },
  { type: 'glow', attrs: { colour: { red: 1 } } },
]

const storedValue = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant([1, { deep: 'x' }]))

const textblockAttrs: fc.Arbitrary<Attributes> = fc.record(
  {
    kind: fc.oneof(fc.constantFrom('paragraph', 'heading', 'bullet', 'ordered', 'task'), storedValue),
    level: fc.oneof(fc.integer({ min: 1, max: 6 }), storedValue),
    indent: fc.oneof(fc.integer({ min: 0, max: 8 }), storedValue),
    checked: fc.oneof(fc.boolean(), storedValue),
    quote: fc.boolean(),
    align: fc.oneof(fc.constantFrom('left', 'center', 'right', 'justify'), storedValue),
    dir: fc.oneof(fc.constantFrom('ltr', 'rtl'), storedValue),
    id: fc.string(),
    mood: storedValue,
  },
  { requiredKeys: [] },
)

/** Documents as a Y.Doc may hold them: unknown nodes, marks, attributes and odd values included. */
export const anyDocument: fc.Arbitrary<DocumentJSON> = documentOf({
  block: fc.letrec<{ block: NodeJSON; content: readonly NodeJSON[] }>((tie) => ({
    block: fc.oneof(
      { depthSize: 'small' },
      {
        weight: 6,
        arbitrary: node('textblock', {
          attrs: textblockAttrs,
          content: inline([...knownMarks, ...unknownMarks]),
        }),
      },
      node('code_block', { attrs: fc.constant({ language: 'ts' }), content: inline([]) }),
      node('divider', {}),
      node('panel', { attrs: fc.record({ tone: storedValue }), content: tie('content') }),
      node('callout', { attrs: fc.record({ kind: storedValue }), content: tie('content') }),
      node('toggle', { content: tie('content') }),
      node('figure', { attrs: fc.record({ src: storedValue }), content: inline([...knownMarks]) }),
      node('math_block', { content: inline([]) }),
      node('embed', { attrs: fc.record({ href: storedValue }), content: tie('content') }),
      node('table', { content: rowsOf(tie('content')) }),
    ),
    content: fc.array(tie('block'), { maxLength: 3 }),
  })).block,
})

// Mostly rows of cells, and sometimes what has no place in a table.
function rowsOf(content: fc.Arbitrary<readonly NodeJSON[]>): fc.Arbitrary<readonly NodeJSON[]> {
  const cell = node('table_cell', {
    attrs: fc.record({ colspan: storedValue, header: storedValue }),
    content,
  })
  const row = node('table_row', { content: fc.array(cell, { maxLength: 2 }) })
  return fc.array(fc.oneof({ weight: 9, arbitrary: row }, node('caption', { content })), { maxLength: 2 })
}

function inline(marks: readonly MarkJSON[]): fc.Arbitrary<readonly NodeJSON[]> {
  return fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: markedText(text, marks) },
        fc.constant<NodeJSON>({ type: 'hard_break' }),
        node('chip', {
          attrs: fc.record({ person: storedValue }),
          content: fc.constant([{ type: 'text', text: '@Ada' }]),
        }),
        node('mention', { attrs: fc.record({ id: storedValue, label: storedValue }) }),
        node('math_inline', { attrs: fc.record({ tex: storedValue }) }),
        node('image', { attrs: fc.record({ src: storedValue, alt: storedValue }) }),
      ),
      { maxLength: 5 },
    )
    .map(joinTexts)
}

/** Documents of known content with values in range, whose text survives HTML's rules for white space. */
export const plainDocument: fc.Arbitrary<DocumentJSON> = documentOf({
  block: fc.oneof(
    { weight: 8, arbitrary: plainTextblock() },
    fc
      .record({
        language: fc.constantFrom(null, 'ts', 'c++'),
        code: fc.constantFrom('', 'a < b\n\n  && c', 'x'),
      })
      .map(({ language, code }) =>
        build('code_block', {
          attrs: { language, id: null },
          content: code === '' ? [] : [{ type: 'text', text: code }],
        }),
      ),
    fc.constant<NodeJSON>({ type: 'divider', attrs: { id: null } }),
  ),
})

function plainTextblock(): fc.Arbitrary<NodeJSON> {
  const word = fc.constantFrom('a', 'Hello', '<b>', 'R&D', '"x"')
  const piece = fc.oneof(
    { weight: 4, arbitrary: markedText(word, knownMarks) },
    fc.constant<NodeJSON>({ type: 'hard_break' }),
  )
  return fc
    .record({
      kind: fc.constantFrom('paragraph', 'heading', 'bullet', 'ordered', 'task'),
      level: fc.integer({ min: 1, max: 6 }),
      indent: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 8 })),
      checked: fc.boolean(),
      quote: fc.boolean(),
      pieces: fc.array(piece, { maxLength: 4 }),
    })
    .map(({ kind, level, indent, checked, quote, pieces }) => {
      const content = joinTexts(pieces)
      // HTML shows no break at the end of a block, so a reader of HTML cannot know it was there.
      while (content.at(-1)?.type === 'hard_break') content.pop()
      const attrs = {
        kind,
        level: kind === 'heading' ? level : 1,
        indent,
        checked: kind === 'task' && checked,
        quote,
        align: null,
        dir: null,
        id: null,
      }
      return build('textblock', { attrs, content })
    })
}

function markedText(of: fc.Arbitrary<string>, marks: readonly MarkJSON[]): fc.Arbitrary<NodeJSON> {
  return fc.record({ text: of, marks: fc.subarray([...marks]) }).map((parts) => build('text', parts))
}

function node(
  type: string,
  parts: { readonly attrs?: fc.Arbitrary<Attributes>; readonly content?: fc.Arbitrary<readonly NodeJSON[]> },
): fc.Arbitrary<NodeJSON> {
  return fc
    .record({ attrs: parts.attrs ?? fc.constant({}), content: parts.content ?? fc.constant([]) })
    .map((made) => build(type, made))
}

// Leaves out what is empty, as reading a Y.Doc does.
function build(type: string, parts: Omit<NodeJSON, 'type'>): NodeJSON {
  const present = Object.entries(parts).filter(
    ([name, value]) => name === 'text' || Object.keys(value as object).length > 0,
  )
  return { type, ...Object.fromEntries(present) }
}

function documentOf({ block }: { readonly block: fc.Arbitrary<NodeJSON> }): fc.Arbitrary<DocumentJSON> {
  return fc.array(block, { maxLength: 8 }).map((content) => ({ type: 'doc', content }))
}
