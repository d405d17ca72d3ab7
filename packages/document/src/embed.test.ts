import { expect, test } from 'vitest'

import { embedFrame } from './embed.ts'

test.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://m.youtube.com/watch?t=3&v=dQw4w9WgXcQ#x', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://youtu.be/dQw4w9WgXcQ?t=3', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://www.youtube.com/shorts/dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  [
    'https://www.loom.com/share/0123456789abcdef0123456789abcdef',
    'https://www.loom.com/embed/0123456789abcdef0123456789abcdef',
  ],
])('%s is loaded from %s', (href, src) => {
  expect(embedFrame(href)?.src).toBe(src)
})

test.each([
  'https://example.com/watch?v=dQw4w9WgXcQ',
  'https://youtube.com.example.com/watch?v=dQw4w9WgXcQ',
  'https://example.com/https://youtu.be/dQw4w9WgXcQ',
  'http://youtu.be/dQw4w9WgXcQ',
  'javascript:"https://youtu.be/dQw4w9WgXcQ"',
  'https://youtu.be/dQw4w9WgXcQ"onload=alert(1)',
  'https://youtu.be/../x',
  7,
  null,
])('%j stays a link', (href) => {
  expect(embedFrame(href)).toBeNull()
})
