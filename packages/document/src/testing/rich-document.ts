// Random documents with everything that Markdown and HTML can say, made of texts that would mean something else if they
// were written as they are.

import * as fc from 'fast-check'

import { joinTexts } from '../json.ts'
import type { Attributes, DocumentJSON, MarkJSON, NodeJSON } from '../json.ts'

const wildText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '1. a',
        '# x',
        '---',
        '===',
        '| a |',
        '[ ] x',
        '[!NOTE]',
        '<b>',
        '&copy;',
        'snake_case',
        '2 * 3',
        '- ',
        'https://example.com/a_b',
        'http://x.test',
        '<!-- x -->',
        '```',
        '$$',
        '$5 and $6',
        '> q',
        '\\',
        '~~~',
        '[a]: /b',
        '![a](b)',
        '</details>',
        '<table>',
        'Hello',
        'two words',
        '&nbsp;',
        'a@b.test',
        '10) ',
        ':-:',
        ']:',
      ),
      fc.string({
        unit: fc.constantFrom(...Array.from('ab1é漢🙂 \u00a0\n\t*_`~$|[](){}!<>&\\:;=/.-+#"\'^@')),
        maxLength: 8,
      }),
      fc.string({ unit: fc.constantFrom(...Array.from('*_`~ab .')), maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((pieces) => pieces.join(''))

const words = ['a', 'Hello', 'two words', '<b>', 'R&D', '"x"', '*', '_a_', '1.', '|', 'https://x.test', '`']
const tameText = fc.constantFrom(...words)

const href = fc.constantFrom(
  'https://example.com/?a=1&b=2',
  '/a b',
  'page#part',
  '(x)',
  'https://x.test/a_(b)*c*',
  'a&amp;b',
  'mailto:a@b.test',
  'https://x.test',
  'a|b',
  '<x>',
  'a\\b',
  '"',
)
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { nil: null, freq: 1 })

const mark: fc.Arbitrary<MarkJSON> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('bold', 'italic', 'strike').map((type) => ({ type })) },
  { weight: 3, arbitrary: fc.constantFrom('underline', 'subscript', 'code').map((type) => ({ type })) },
  fc.constantFrom('yellow', 'blue').map((color) => ({ type: 'highlight', attrs: { color } })),
  fc.constant({ type: 'text_color', attrs: { color: 'red' } }),
  {
    weight: 2,
    arbitrary: fc
      .record({ href, title: maybe(fc.constantFrom('t', 'a "b" | \\ &amp; c')) })
      .map((attrs) => ({ type: 'link', attrs })),
  },
)
const marks = fc.uniqueArray(mark, { maxLength: 3, selector: ({ type }) => type })

const image = fc.record({
  src: fc.constantFrom('a.png', 'https://x.test/a b.png?x=(1)', 'data:image/png;base64,AAAA'),
  alt: fc.constantFrom('', 'A cat', 'a [b] *c* | "d" & <e>'),
  title: maybe(fc.constantFrom('t', 'a "b" | \\')),
  width: maybe(fc.constant(300)),
})

function inlineOf(text: fc.Arbitrary<string>): fc.Arbitrary<NodeJSON[]> {
  const textNode = fc
    .record({ text, marks })
    .map(({ text, marks }) => withMarks({ type: 'text', text }, marks))
  const leaf = fc
    .oneof(
      { weight: 3, arbitrary: fc.constant<NodeJSON>({ type: 'hard_break' }) },
      fc
        .constantFrom('a+b', '\\frac{1}{2}', 'x $ y', '|x|', '`')
        .map((tex) => build('math_inline', { attrs: { tex } })),
      fc
        .constantFrom('Ada', 'a_b_ *c* | <d>')
        .map((label) => build('mention', { attrs: { id: 'u-1', label } })),
      image.map((attrs) => build('image', { attrs })),
    )
    .chain((node) =>
      marks.map((marks) =>
        withMarks(
          node,
          marks.filter(({ type }) => type !== 'code'),
        ),
      ),
    )
  return fc.array(fc.oneof({ weight: 4, arbitrary: textNode }, leaf), { maxLength: 5 }).map(joinTexts)
}

const wildInline = inlineOf(wildText)
const tameInline = inlineOf(tameText).map((nodes) => nodes.filter(({ type }) => type !== 'hard_break'))

function textblockOf(inline: fc.Arbitrary<NodeJSON[]>): fc.Arbitrary<NodeJSON> {
  return fc
    .record({
      kind: fc.constantFrom('paragraph', 'paragraph', 'heading', 'bullet', 'ordered', 'task'),
      level: fc.integer({ min: 1, max: 6 }),
      indent: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 8 })),
      checked: fc.boolean(),
      quote: fc.integer({ min: 0, max: 3 }).map((number) => number === 0),
      align: fc.oneof(
        { weight: 5, arbitrary: fc.constant(null) },
        fc.constantFrom('left', 'center', 'right'),
      ),
      dir: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.constantFrom('ltr', 'rtl')),
      content: inline,
    })
    .map(({ content, level, checked, ...rest }) => {
      const meant = { level: rest.kind === 'heading' ? level : 1, checked: rest.kind === 'task' && checked }
      return build('textblock', { attrs: { ...rest, ...meant }, content })
    })
}

const paragraph = (inline: fc.Arbitrary<NodeJSON[]>): fc.Arbitrary<NodeJSON> =>
  inline.map((content) => build('textblock', { content }))

// Code may hold anything; what is a carriage return or a null, Markdown cannot say.
const code = fc.oneof(
  fc.constantFrom('', 'a < b\n\n  && c', '```\nx\n````', '\n', 'x\n', '\n\nx', '$$\ny\n$$', '</pre>', ' '),
  wildText,
)

const codeBlock = fc
  .record({
    type: fc.constantFrom('code_block', 'math_block'),
    language: fc.constantFrom(null, 'ts', 'c++'),
    code,
  })
  .map(({ type, language, code }) =>
    build(type, {
      attrs: type === 'code_block' ? { language } : {},
      content: code === '' ? [] : [{ type: 'text', text: code }],
    }),
  )

const leafBlock = fc.oneof(
  fc.constant<NodeJSON>({ type: 'divider' }),
  fc
    .record({ attrs: image, content: fc.oneof(fc.constant([]), tameInline) })
    .map((parts) => build('figure', parts)),
  fc
    .record({
      href: fc.constantFrom('https://youtu.be/abcdefgh', '/a?b="c"&d'),
      title: maybe(fc.constant('T <1>')),
    })
    .map((attrs) => build('embed', { attrs })),
)

const align = fc.constantFrom(null, null, 'left', 'center', 'right')

// One row of headers and plain cells: what lines of pipes can say.
const pipeTable = (inline: fc.Arbitrary<NodeJSON[]>): fc.Arbitrary<NodeJSON> =>
  fc
    .record({ columns: fc.integer({ min: 1, max: 3 }), rows: fc.integer({ min: 1, max: 3 }) })
    .chain(({ columns, rows }) =>
      fc
        .record({
          aligns: fc.array(align, { minLength: columns, maxLength: columns }),
          cells: fc.array(fc.array(paragraph(inline), { minLength: columns, maxLength: columns }), {
            minLength: rows,
            maxLength: rows,
          }),
        })
        .map(({ aligns, cells }) =>
          table(
            cells.map((row, index) =>
              row.map((cell, column) => {
                const attrs = { align: aligns[column] ?? null, header: index === 0 ? 'column' : null }
                return build('table_cell', { attrs, content: [cell] })
              }),
            ),
          ),
        ),
    )

// Anything else a table may be.
const richTable = fc
  .array(
    fc.array(
      fc
        .record({
          header: fc.constantFrom(null, 'row', 'column'),
          colspan: fc.constantFrom(1, 1, 2),
          rowspan: fc.constantFrom(1, 1, 3),
          colwidth: fc.constant(null),
          align,
          content: fc.array(
            fc.oneof(
              { weight: 3, arbitrary: paragraph(tameInline) },
              // How an item stands is lost or kept, depending on what it becomes.
              textblockOf(tameInline).map(withoutStanding),
              fc.constant<NodeJSON>({ type: 'divider' }),
              fc.constant(build('code_block', { content: [{ type: 'text', text: 'a\n\n\n  b' }] })),
            ),
            { maxLength: 3 },
          ),
        })
        .map(({ content, ...attrs }) => build('table_cell', { attrs, content })),
      { minLength: 1, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(table)

function table(rows: readonly (readonly NodeJSON[])[]): NodeJSON {
  return build('table', { content: rows.map((content) => build('table_row', { content })) })
}

function documentOf(inline: fc.Arbitrary<NodeJSON[]>): fc.Arbitrary<DocumentJSON> {
  const { blocks } = fc.letrec<{ blocks: NodeJSON[]; block: NodeJSON }>((tie) => ({
    blocks: fc.array(tie('block'), { maxLength: 6 }),
    block: fc.oneof(
      { depthSize: 'small' },
      { weight: 10, arbitrary: textblockOf(inline) },
      { weight: 2, arbitrary: codeBlock },
      { weight: 2, arbitrary: leafBlock },
      { weight: 2, arbitrary: pipeTable(inline) },
      richTable,
      fc
        .record({
          kind: fc.constantFrom('note', 'tip', 'caution'),
          emoji: maybe(fc.constant('🙂')),
          content: tie('blocks'),
        })
        .map(({ content, ...attrs }) => build('callout', { attrs, content })),
      fc
        .record({
          first: fc.array(fc.oneof(paragraph(tameInline), headingOf(tameInline), codeBlock), {
            maxLength: 1,
          }),
          content: tie('blocks'),
        })
        .map(({ first, content }) =>
          build('toggle', { content: [...first, ...(first.length > 0 ? content : [])] }),
        ),
    ),
  }))
  return blocks.map((content) => ({ type: 'doc', content }))
}

function headingOf(inline: fc.Arbitrary<NodeJSON[]>): fc.Arbitrary<NodeJSON> {
  return inline.map((content) => build('textblock', { attrs: { kind: 'heading', level: 2 }, content }))
}

export const richDocument: fc.Arbitrary<DocumentJSON> = documentOf(wildInline)

/** The same, with text that has no white space but single spaces between words. */
export const tameDocument: fc.Arbitrary<DocumentJSON> = documentOf(tameInline)

function withoutStanding(block: NodeJSON): NodeJSON {
  return { ...block, attrs: { ...block.attrs, align: null, dir: null } }
}

function withMarks(node: NodeJSON, marks: readonly MarkJSON[]): NodeJSON {
  return marks.length === 0 ? node : { ...node, marks }
}

function build(
  type: string,
  { attrs = {}, content = [] }: { attrs?: Attributes; content?: readonly NodeJSON[] },
): NodeJSON {
  return {
    type,
    ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
    ...(content.length === 0 ? {} : { content }),
  }
}
