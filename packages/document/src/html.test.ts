import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { toHTML } from './html.ts'
import type { MarkJSON, NodeJSON } from './json.ts'
import { anyDocument } from './testing/arbitrary-document.ts'
import { parseHTML } from './testing/tiny-dom.ts'
import { toText } from './text.ts'

function paragraph(text: string, marks: readonly MarkJSON[] = []): NodeJSON {
  return { type: 'textblock', content: [{ type: 'text', text, marks }] }
}

function textsIn(node: NodeJSON): string[] {
  return node.text !== undefined ? [node.text] : (node.content ?? []).flatMap(textsIn)
}

describe('toHTML', () => {
  test('is well-formed, whatever the document holds', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        expect(() => parseHTML(toHTML(json))).not.toThrow()
      }),
    )
  })

  test('holds every text in order, unknown content included', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        const html = parseHTML(toHTML(json)).textContent
        let from = 0
        for (const text of textsIn(json)) {
          const at = html.indexOf(text, from)
          expect(at).toBeGreaterThanOrEqual(from)
          from = at + text.length
        }
      }),
    )
  })

  test('text is escaped, in elements and in attributes', () => {
    const link = { type: 'link', attrs: { href: 'https://x.test/?a="><script>', title: `'"<&` } }
    expect(toHTML(paragraph('<script>&amp;', [link]))).toBe(
      '<p><a href="https://x.test/?a=&quot;&gt;&lt;script&gt;" title="&#39;&quot;&lt;&amp;" rel="noopener noreferrer nofollow">&lt;script&gt;&amp;amp;</a></p>',
    )
  })

  test('unsafe links lead nowhere', () => {
    const link = { type: 'link', attrs: { href: 'java\tscript:alert(1)' } }
    expect(toHTML(paragraph('x', [link]))).toBe('<p><a rel="noopener noreferrer nofollow">x</a></p>')
  })

  test('unknown blocks, inline nodes and marks show their text and are named', () => {
    expect(toHTML({ type: '"panel', content: [paragraph('a')] })).toBe(
      '<div data-stet-unsupported="&quot;panel">\n<p>a</p>\n</div>',
    )
    expect(
      toHTML({ type: 'textblock', content: [{ type: 'chip', content: [{ type: 'text', text: 'a' }] }] }),
    ).toBe('<p><span data-stet-unsupported="chip">a</span></p>')
    expect(toHTML({ type: 'future', content: [{ type: 'text', text: 'a' }] })).toBe(
      '<div data-stet-unsupported="future">a</div>',
    )
    expect(toHTML(paragraph('a', [{ type: 'glow' }]))).toBe(
      '<p><span data-stet-unsupported="glow">a</span></p>',
    )
  })

  test('a mark that goes on over several texts stays one element', () => {
    const link = { type: 'link', attrs: { href: '/a' } }
    const content = [
      { type: 'text', text: 'a', marks: [link] },
      { type: 'text', text: 'b', marks: [link, { type: 'bold' }] },
      { type: 'text', text: 'c', marks: [{ type: 'bold' }] },
    ]
    expect(toHTML({ type: 'textblock', content })).toBe(
      '<p><a href="/a" rel="noopener noreferrer nofollow">a<strong>b</strong></a><strong>c</strong></p>',
    )
  })

  test('formatting inside code is left out', () => {
    const code = {
      ...paragraph('a < b', [{ type: 'bold' }]),
      type: 'code_block',
      attrs: { language: '"><x' },
    }
    expect(toHTML(code)).toBe('<pre><code>a &lt; b</code></pre>')
  })

  test('an indent that nesting does not say is written down', () => {
    expect(toHTML({ type: 'textblock', attrs: { kind: 'bullet', indent: 2 } })).toBe(
      '<ul>\n<li data-indent="2"></li>\n</ul>',
    )
    expect(toHTML({ type: 'textblock', attrs: { indent: 1 } })).toBe('<p data-indent="1"></p>')
  })

  test('an empty document is empty', () => {
    expect(toHTML({ type: 'doc', content: [] })).toBe('')
  })
})

describe('toText', () => {
  test('holds every line of every text', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        // In a table a tab parts the cells, so one in a cell is a space.
        const text = toText(json).replaceAll('\t', ' ')
        for (const line of textsIn(json).flatMap((piece) => piece.split('\n')))
          expect(text).toContain(line.replaceAll('\t', ' '))
      }),
    )
  })

  test('one paragraph is its text and nothing else', () => {
    expect(toText({ type: 'doc', content: [paragraph('Hello')] })).toBe('Hello')
  })
})
