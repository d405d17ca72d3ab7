// The schema's own rules, and that each node and mark is rendered safely and read back as it was.

import * as fc from 'fast-check'
import { DOMParser, DOMSerializer } from 'prosemirror-model'
import type { Node } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'

import type { NodeJSON } from './json.ts'
import { schema } from './schema.ts'
import { parseHTML, tinyDocument } from './testing/tiny-dom.ts'
import type { TinyNode } from './testing/tiny-dom.ts'

const parser = DOMParser.fromSchema(schema)
const serializer = DOMSerializer.fromSchema(schema)

function html(...blocks: readonly NodeJSON[]): string {
  const target = tinyDocument.createElement('div')
  const doc = schema.nodeFromJSON({ type: 'doc', content: blocks })
  serializer.serializeFragment(doc.content, { document: tinyDocument as never }, target)
  return target.innerHTML
}

function parse(source: string): Node {
  return parser.parse(parseHTML(source))
}

const text = (of: string, ...marks: NodeJSON['marks'] & object): NodeJSON => ({
  type: 'text',
  text: of,
  ...(marks.length === 0 ? {} : { marks }),
})
const p = (...content: (string | NodeJSON)[]): NodeJSON => ({
  type: 'textblock',
  content: content.map((part) => (typeof part === 'string' ? text(part) : part)),
})
const cell = (of: string, attrs: Record<string, unknown> = {}): NodeJSON => ({
  type: 'table_cell',
  attrs,
  content: [p(of)],
})
const row = (...content: NodeJSON[]): NodeJSON => ({ type: 'table_row', content })

describe('the schema', () => {
  test('no node can become invalid by losing content', () => {
    for (const type of Object.values(schema.nodes)) {
      expect(type.contentMatch.validEnd).toBe(true)
      expect(type.spec.content ?? '').not.toMatch(/[+{]/)
    }
  })

  test('every textblock takes every mark', () => {
    const textblocks = Object.values(schema.nodes).filter((type) => type.isTextblock)
    expect(textblocks.map((type) => type.name)).toEqual(['textblock', 'code_block', 'figure', 'math_block'])
    for (const type of textblocks) expect(type.markSet).toBeNull()
  })

  test('every attribute has a default, and none can throw', () => {
    for (const type of [...Object.values(schema.nodes), ...Object.values(schema.marks)]) {
      for (const attribute of Object.values<object>(type.spec.attrs ?? {})) {
        expect(attribute).toHaveProperty('default')
        expect(attribute).not.toHaveProperty('validate')
      }
    }
  })

  test('every block that people see as one thing can carry an id', () => {
    const blocks = Object.values(schema.nodes).filter((type) => type.isInGroup('block'))
    const without = blocks.filter((type) => type.spec.attrs?.['id'] === undefined).map((type) => type.name)
    expect(without).toEqual(['unsupported'])
  })

  test('whatever an attribute holds, every node and mark is rendered and nothing in it runs', () => {
    const hostile = fc.oneof(
      fc.anything(),
      fc.constantFrom('javascript:alert(1)', '"><script>', '<img onerror=x>', 1e9, -1, 'abc', Number.NaN),
    )
    const names = [...Object.keys(schema.nodes), ...Object.keys(schema.marks)].filter(
      (name) => name !== 'text' && name !== 'doc',
    )
    fc.assert(
      fc.property(fc.constantFrom(...names), hostile, (name, value) => {
        const spec = schema.spec.nodes.get(name) ?? schema.spec.marks.get(name)
        const attrs = Object.fromEntries(
          Object.keys(spec?.attrs ?? {}).map((attribute) => [attribute, value]),
        )
        const node = Object.hasOwn(schema.nodes, name)
          ? schema.node(name, attrs)
          : schema.text('x', [schema.mark(name, attrs)])
        const rendered = serializer.serializeNode(node, { document: tinyDocument as never })
        for (const element of elementsIn(rendered)) {
          expect(element.nodeName).not.toBe('SCRIPT')
          const attributes = [...element.attributes].map(([attribute, shown]) => `${attribute}=${shown}`)
          expect(
            attributes.filter((shown) => /^(?:on|style)|^(?:href|src)=\s*javascript:/i.test(shown)),
          ).toEqual([])
        }
      }),
    )
  })
})

function elementsIn(node: TinyNode): TinyNode[] {
  return node.nodeType === 3 ? [] : [node, ...node.childNodes.flatMap(elementsIn)]
}

describe('rendering and reading back', () => {
  const link = { type: 'link', attrs: { href: 'https://example.com', title: null } }
  test.each<[string, NodeJSON]>([
    ['aligned text in a direction', { ...p('a'), attrs: { align: 'center', dir: 'rtl' } }],
    [
      'a table',
      {
        type: 'table',
        attrs: { id: 'table-1' },
        content: [
          row(cell('a', { header: 'column' }), cell('b', { header: 'column' })),
          row(cell('a', { header: 'row' }), cell('b')),
          row(cell('c', { colspan: 2, rowspan: 3, colwidth: [100, 0], align: 'right' })),
          row(),
        ],
      },
    ],
    [
      'lists and code in a cell',
      {
        type: 'table',
        content: [
          row({
            type: 'table_cell',
            content: [
              { ...p('a'), attrs: { kind: 'bullet' } },
              { ...p('b'), attrs: { kind: 'ordered', indent: 1 } },
              { type: 'code_block', attrs: { language: 'ts' }, content: [text('c\n  d')] },
            ],
          }),
        ],
      },
    ],
    [
      'a figure',
      {
        type: 'figure',
        attrs: { src: 'https://example.com/a.png', alt: 'A "b"', title: 'c', width: 300, id: 'figure-1' },
        content: [text('See '), text('this', link)],
      },
    ],
    ['a figure without a caption', { type: 'figure', attrs: { src: '/a.png' } }],
    ['a picture in a line', p('a ', { type: 'image', attrs: { src: '/a.png', alt: 'b', width: 16 } }, ' c')],
    [
      'a callout',
      {
        type: 'callout',
        attrs: { kind: 'warning', emoji: '🔥', id: 'callout-1' },
        content: [p('a'), p('b')],
      },
    ],
    ['a callout without content', { type: 'callout' }],
    [
      'a toggle, its summary a heading',
      {
        type: 'toggle',
        attrs: { id: 'toggle-1' },
        content: [{ ...p('a'), attrs: { kind: 'heading', level: 2 } }, { type: 'divider' }, p('b')],
      },
    ],
    ['a toggle in a callout', { type: 'callout', content: [{ type: 'toggle', content: [p('a')] }] }],
    ['a formula', { type: 'math_block', attrs: { id: 'math-1' }, content: [text('\\frac{a}{b}\n  < c')] }],
    ['a formula in a line', p('a ', { type: 'math_inline', attrs: { tex: 'x^2 < "y"' } }, ' b')],
    [
      'an embed',
      { type: 'embed', attrs: { href: 'https://youtu.be/dQw4w9WgXcQ', title: 'A film', id: 'embed-1' } },
    ],
    ['an embed of an unknown site', { type: 'embed', attrs: { href: 'https://example.com/x' } }],
    ['a mention', p('a ', { type: 'mention', attrs: { id: 'ada-1', label: 'Ada' } }, ' b')],
    [
      'every mark',
      p(
        text('a', { type: 'highlight', attrs: { color: 'green' } }),
        text('b', { type: 'text_color', attrs: { color: 'red' } }),
        text('c', { type: 'subscript' }),
        text('d', { type: 'superscript' }),
        text('e', { type: 'comment', attrs: { id: 'one' } }, { type: 'comment', attrs: { id: 'two' } }),
      ),
    ],
  ])('%s', (_name, block) => {
    const doc = schema.nodeFromJSON({ type: 'doc', content: [block] })
    doc.check()
    expect(parse(html(block)).toJSON()).toEqual(doc.toJSON())
  })
})

describe('what the page shows', () => {
  test('a table stands in an element that scrolls, its cells with their spans and widths', () => {
    const attrs = { colspan: 2, colwidth: [100, 50], align: 'center' }
    expect(html({ type: 'table', content: [row(cell('a', attrs))] })).toBe(
      '<div class="stet-table-scroll"><table class="stet-table"><tbody><tr>' +
        '<td colspan="2" data-colwidth="100,50" width="150" data-align="center">' +
        '<p class="stet-block stet-paragraph" data-kind="paragraph">a</p></td></tr></tbody></table></div>',
    )
  })

  test('headers say what they head', () => {
    const table = {
      type: 'table',
      content: [row(cell('a', { header: 'column' }), cell('b', { header: 'row' }))],
    }
    expect(html(table)).toMatch(/<th scope="col">.*<th scope="row">/)
  })

  test('a header that does not say so heads its row beside data, else its column', () => {
    const table = parse(
      '<table><tbody><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr></tbody></table>',
    ).child(0)
    const headers = table.children.map((each) => each.children.map(({ attrs }) => attrs['header'] as unknown))
    expect(headers).toEqual([
      ['column', 'column'],
      ['row', null],
    ])
  })

  test('a picture whose address is not safe shows its description', () => {
    const attrs = { src: 'javascript:alert(1)', alt: 'A cat' }
    expect(html({ type: 'figure', attrs })).toContain('<img alt="A cat" contenteditable="false"')
  })

  test('an embed names its provider and is a link; an unsafe address leads nowhere', () => {
    expect(html({ type: 'embed', attrs: { href: 'https://vimeo.com/76979871' } })).toContain(
      'data-provider="Vimeo"',
    )
    expect(html({ type: 'embed', attrs: { href: 'javascript:alert(1)' } })).toBe(
      '<div class="stet-embed"><a>Embedded page</a></div>',
    )
  })

  test('a figure whose content is something else than a picture is read as that', () => {
    expect(parse('<figure><table><tr><td>a</td></tr></table></figure>').child(0).type.name).toBe('table')
  })

  test('details become a toggle whose first block is the summary', () => {
    const toggle = parse('<details><summary>a</summary><p>b</p></details>').child(0)
    expect(toggle.type.name).toBe('toggle')
    expect(toggle.children.map((child) => child.textContent)).toEqual(['a', 'b'])
  })
})
