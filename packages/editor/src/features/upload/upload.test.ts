import { expect, test } from 'vitest'
import { pictureAddress } from './upload.ts'

const at = (url: string) => ({ url, document: 'plan', token: async () => '' })
const stored = `/uploads/${'a'.repeat(64)}.png`

test.each([
  ['wss://docs.example.com/sync', `https://docs.example.com${stored}`],
  ['ws://127.0.0.1:8080/sync', `http://127.0.0.1:8080${stored}`],
  ['wss://example.com/docs/sync/', `https://example.com/docs${stored}`],
])('what the server at %s keeps is loaded from there', (url, address) => {
  expect(pictureAddress(stored, at(url))).toBe(address)
})

test('other addresses stay as they are, and so do all without a server', () => {
  for (const src of [
    'https://elsewhere.example/a.png',
    '/uploads/../api',
    '/a.png',
    'data:image/gif;base64,AA==',
  ])
    expect(pictureAddress(src, at('wss://docs.example.com/sync'))).toBe(src)
  expect(pictureAddress(stored, undefined)).toBe(stored)
})
