// Documents are written as Markdown and read again.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { NodeJSON } from '../json.ts'
import { canonical, markdownNormal } from '../testing/markdown-normal.ts'
import { richDocument } from '../testing/rich-document.ts'
import { fromMarkdown } from './from-markdown.ts'
import { maxMarkdownLength } from './from-markdown.ts'
import { toMarkdown } from './to-markdown.ts'

const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env
const numRuns = Number(environment?.['STET_MARKDOWN_RUNS'] ?? 200)
const seed = environment?.['STET_MARKDOWN_SEED']

describe('round trip', () => {
  test(
    'what is written as Markdown is read as it was, but for the losses that are listed',
    { timeout: 3_600_000 },
    () => {
      fc.assert(
        fc.property(richDocument, (document) => {
          expect(canonical(fromMarkdown(toMarkdown(document)))).toEqual(markdownNormal(document))
        }),
        { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) },
      )
    },
  )
})

function paragraph(...content: readonly NodeJSON[]): NodeJSON {
  return { type: 'textblock', content }
}

function text(text: string, ...marks: readonly string[]): NodeJSON {
  return { type: 'text', text, marks: marks.map((type) => ({ type })) }
}

describe('what is written', () => {
  test.each([
    ['snake_case and 2 * 3 and a < b & c', 'snake_case and 2 * 3 and a < b & c'],
    ['1. no list', '1\\. no list'],
    ['- no list', '\\- no list'],
    ['+ no list', '\\+ no list'],
    ['# no heading', '\\# no heading'],
    ['#hashtag', '#hashtag'],
    ['> no quote', '\\> no quote'],
    ['| no | table', '\\| no | table'],
    ['--- no rule', '\\--- no rule'],
    ['`no code`', '\\`no code\\`'],
    ['*no emphasis* _here_', '\\*no emphasis\\* \\_here\\_'],
    ['&copy; and <b>', '&amp;copy; and \\<b>'],
    ['https://example.com', 'https\\://example.com'],
    [' spaces at the ends  ', '&#32;spaces at the ends&#32;&#32;'],
    ['a\u00a0b', 'a&nbsp;b'],
    ['It costs $5', 'It costs $5'],
    ['$5 and $6', '\\$5 and \\$6'],
    ['[x] no task', '\\[x\\] no task'],
  ])('%j is escaped where it must be', (plain, markdown) => {
    expect(toMarkdown(paragraph(text(plain)))).toBe(markdown)
  })

  test.each<[string, readonly NodeJSON[], string]>([
    ['spaces move out', [text('a'), text(' b ', 'bold'), text('c')], 'a **b** c'],
    ['within a word', [text('un'), text('believ', 'italic'), text('able')], 'un*believ*able'],
    ['where signs would not hold', [text('a'), text('(b)', 'bold'), text('c')], 'a<strong>(b)</strong>c'],
    ['one in the other', [text('a ', 'bold'), text('b', 'bold', 'italic')], '**a _b_**'],
    [
      'a mark that reaches further is outside',
      [text('a', 'italic'), text('b', 'bold', 'italic')],
      '_a**b**_',
    ],
    ['code with backticks', [text('a`b', 'code')], '``a`b``'],
    ['code that ends with one', [text('`', 'code')], '`` ` ``'],
    ['underline has no sign', [text('a', 'underline')], '<u>a</u>'],
  ])('marks: %s', (_name, content, markdown) => {
    expect(toMarkdown(paragraph(...content))).toBe(markdown)
  })

  test('code in a link cannot make a definition of the paragraph', () => {
    const link = { type: 'link', attrs: { href: '/a' } }
    const document = {
      type: 'doc',
      content: [paragraph({ type: 'text', text: ']:', marks: [link, { type: 'code' }] })],
    }
    expect(canonical(fromMarkdown(toMarkdown(document)))).toEqual(canonical(document))
  })

  test('an empty document is an empty file', () => {
    expect(toMarkdown({ type: 'doc', content: [paragraph()] })).toBe('')
    expect(fromMarkdown('')).toEqual({ type: 'doc', content: [] })
  })
})

describe('what is read', () => {
  test('however deep a file nests, its text is read', () => {
    for (const sign of ['>', '- ', '1. ', '> - ', '* > ']) {
      expect(textIn(fromMarkdown(`${sign.repeat(3000)}end`))).toContain('end')
    }
    expect(textIn(fromMarkdown(`${'['.repeat(3000)}a${']'.repeat(3000)}`))).toContain('a')
    expect(textIn(fromMarkdown(`${'<div><details>'.repeat(3000)}a`))).toBe('a')
  })

  test('signs without end take no time to speak of', () => {
    const signs = [
      '*',
      '_',
      '`',
      '$',
      '$a ',
      '![',
      '<',
      '&',
      '~~',
      '**a',
      '| ',
      '<a "',
      '<!--',
      'a_',
      ']:',
      '\\',
    ]
    const started = Date.now()
    for (const sign of signs) fromMarkdown(sign.repeat(Math.ceil(20_000 / sign.length)))
    expect(Date.now() - started).toBeLessThan(5000)
  })

  test('any text at all is read, and what comes out is a document', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), piece)), (pieces) => {
        expect(() => canonical(fromMarkdown(pieces.join('')))).not.toThrow()
      }),
    )
  })

  test('what would run stays inert', () => {
    const document = fromMarkdown(
      '[a](javascript:x) <a href="javascript:x">b</a> ![c](javascript:x) <script>d</script> <img src=x onerror=y> <javascript:x>',
    )
    expect(JSON.stringify(document)).not.toMatch(/onerror|"href"/)
  })

  test('Markdown that is too long is refused with a sentence that says so', () => {
    expect(() => fromMarkdown('a'.repeat(maxMarkdownLength + 1))).toThrow(/at most 8388608/)
  })
})

const piece = fc.constantFrom(
  '<table>',
  '<td>',
  '</table>',
  '<li>',
  '</ul>',
  '<details>',
  '<summary>',
  '</details>',
  '<p>',
  '</div>',
  '<div align="center">',
  '\n',
  '\n\n',
  '- ',
  '> ',
  '1. ',
  '| a | b |\n|-|-|\n',
  '```',
  '$$',
  '<figure>',
  '<img src="a">',
  '<figcaption>',
  '<pre>',
)

function textIn(node: NodeJSON): string {
  return node.text ?? (node.content ?? []).map(textIn).join('')
}
