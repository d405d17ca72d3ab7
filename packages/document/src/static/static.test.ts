import { expect, test } from 'vitest'

import { toHTML as toHTMLOfAll } from '../index.ts'
import { fromMarkdown } from '../markdown.ts'
import { toHTML, toMarkdown, toText } from './index.ts'

const markdown = '# Head\n\nA _word_ and `code`\n\n- [x] done\n\n| a | b |\n| --- | --- |\n| 1 | 2 |'

test('what a document holds is shown as HTML, Markdown and text', () => {
  const json = fromMarkdown(markdown)
  expect(toMarkdown(json)).toBe(markdown)
  expect(toHTML(json)).toContain('<h1>Head</h1>\n<p>A <em>word</em> and <code>code</code></p>')
  expect(toText(json)).toContain('A word and code')
})

test('the small door is the same writer as the large one', () => {
  const json = fromMarkdown(markdown)
  expect(toHTML(json)).toBe(toHTMLOfAll(json))
})
