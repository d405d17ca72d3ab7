import { expect, test } from 'vitest'
import { isElsewhere, pictureAddress } from './upload.ts'

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

test('a picture of a third site is elsewhere; one of the page, of the server or in the document is not', () => {
  const page = 'https://example.org/notes'
  const elsewhere = (src: string) => isElsewhere(src, at('wss://docs.example.com/sync'), page)
  expect(elsewhere('https://tracker.example/pixel.gif')).toBe(true)
  expect(elsewhere('//tracker.example/pixel.gif')).toBe(true)
  expect(elsewhere('http://example.org/a.png')).toBe(true)
  for (const src of [
    '/a.png',
    'a.png',
    'https://docs.example.com/uploads/a.png',
    'data:image/png;base64,AA==',
  ])
    expect(elsewhere(src)).toBe(false)
})
