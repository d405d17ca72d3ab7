// Rich documents through every other form and back: HTML (as text, in Node), JSON and a Y.Doc.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import { fromHTML, maxHTMLLength } from './from-html.ts'
import { documentFromYjs, documentToJSON, jsonToYjs, toHTML } from './index.ts'
import type { DocumentJSON, NodeJSON } from './json.ts'
import { canonical } from './testing/markdown-normal.ts'
import { tameDocument, richDocument } from './testing/rich-document.ts'

describe('round trips', () => {
  test('HTML is read as it was written', () => {
    fc.assert(
      fc.property(tameDocument, (document) => {
        expect(canonical(fromHTML(toHTML(document)))).toEqual(canonical(document))
      }),
    )
  })

  test('JSON text and a Y.Doc hold everything', () => {
    fc.assert(
      fc.property(richDocument, (document) => {
        const stored = storable(document) as DocumentJSON
        const doc = new Y.Doc()
        jsonToYjs(JSON.parse(JSON.stringify(stored)) as DocumentJSON, doc)
        const again = new Y.Doc()
        Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
        expect(canonical(documentToJSON(again))).toEqual(canonical(stored))
        expect(documentFromYjs(again).toJSON()).toEqual(canonical(stored))
      }),
    )
  })
})

describe('fromHTML', () => {
  test('tags that are never closed, or closed twice, lose no text', () => {
    expect(textIn(fromHTML('<ul><li>a<li>b</ul></ul><p>c<table><tr><td>d<td>e</table>f</b>'))).toBe('abcdef')
  })

  test('a page nested without end is read, to its last word', () => {
    expect(textIn(fromHTML(`${'<div>'.repeat(600)}a${'<b><ul><li>'.repeat(300)}b`))).toBe('ab')
  })

  test('what is no text of the page is left out, and what would run stays inert', () => {
    const html = `<title>t</title><style>s</style><script>x</script><!-- c --><p onclick="x">a</p><template>u</template>
      <a href="javascript:x">b</a><img src="javascript:x" alt="i"><iframe src="javascript:x">f</iframe><svg><script>y</script></svg>`
    const document = fromHTML(html)
    expect(textIn(document)).toBe('ab')
    expect(JSON.stringify(document)).not.toMatch(/javascript|onclick/)
  })

  test('too long a page is refused with a sentence that says so', () => {
    expect(() => fromHTML('x'.repeat(maxHTMLLength + 1))).toThrow(/at most 8388608/)
  })
})

// In a Y.Doc only text has marks.
function storable(node: NodeJSON): NodeJSON {
  const { marks = [], ...rest } = node
  const content = node.content?.map(storable)
  const kept = node.text === undefined || marks.length === 0 ? {} : { marks }
  return { ...rest, ...kept, ...(content === undefined ? {} : { content }) }
}

function textIn(node: NodeJSON): string {
  return node.text?.trim() ?? (node.content ?? []).map(textIn).join('')
}
