import { describe, expect, test } from 'vitest'

import { looksLikeMarkdown } from './looks-like-markdown.ts'

describe('Markdown is recognised', () => {
  test.each([
    '# Title\n\nSome **bold** text.',
    '- one\n- two\n- three',
    '1. one\n2. two',
    '- [ ] task',
    'See [the page](https://example.com/).',
    'Before\n\n```js\nlet a = 1;\n```',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '> [!NOTE]\n> Mind.',
    'Use `npm start` and **wait**.',
  ])('%j', (text) => expect(looksLikeMarkdown(text)).toBe(true))
})

describe('other text is left alone', () => {
  test.each([
    '',
    'An ordinary sentence.',
    'One star * here, 2 * 3 = 6 and snake_case_names.',
    'Dear Ada,\n\nthank you - really - for it.\n\nBob',
    '#!/bin/sh\n# comment\n\necho `date` **\n',
    '# comment\nimport os\n\n# another\nprint(1)',
    'const a = `x`;\nconst b = a ** 2 ** c;\n',
    '- a single dash',
    '#hashtag',
    'a|b',
    'The price is ~5~ or *so*.',
    'https://example.com/',
    '-----BEGIN KEY-----\nabc\n-----END KEY-----',
  ])('%j', (text) => expect(looksLikeMarkdown(text)).toBe(false))
})

test('a long text is judged by its beginning, in no time to speak of', () => {
  const started = Date.now()
  for (const sign of ['*', '`', '~', '[a](', '- ', '# a\n', '```\n', '|-'])
    looksLikeMarkdown(sign.repeat(100_000))
  expect(Date.now() - started).toBeLessThan(2000)
})
