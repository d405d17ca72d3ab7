import { expect, test } from 'vitest'
import { after, code, p, state } from '../../test-editor.ts'
import { embedWrittenAddress, insertEmbed } from './embed-commands.ts'

const href = 'https://youtu.be/dQw4w9WgXcQ'

test('an embedded page takes the place of an empty paragraph, and writing goes on below it', () => {
  expect(after(state(p('a'), p('<a>')), insertEmbed({ href }))).toBe('p:a / embed: / p:<a>')
  expect(after(state(p('a<a>'), p('b')), insertEmbed({ href }))).toBe('p:a / embed: / p:<a>b')
})

test('an unsafe address and code are refused', () => {
  expect(after(state(p('<a>')), insertEmbed({ href: 'javascript:alert(1)' }))).toBeUndefined()
  expect(after(state(code('<a>')), insertEmbed({ href }))).toBeUndefined()
})

test('only a line that holds the address alone becomes the page', () => {
  expect(after(state(p(`${href}<a>`)), embedWrittenAddress({ href }))).toBe('embed: / p:<a>')
  expect(after(state(p(`see ${href}<a>`)), embedWrittenAddress({ href }))).toBeUndefined()
})
