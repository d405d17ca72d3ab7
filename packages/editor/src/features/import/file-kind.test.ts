import { expect, test } from 'vitest'
import { kindOfFile } from './file-kind.ts'

const kind = (name: string, type = '') => kindOfFile({ name, type })

test('a file is what its name ends in, whatever the system takes it for', () => {
  expect(kind('notes.md', 'text/plain')).toBe('markdown')
  expect(kind('PAGE.HTM')).toBe('html')
  expect(kind('a.b.txt')).toBe('text')
  expect(kind('README', 'text/plain')).toBe('text')
  expect(kind('notes', 'text/markdown')).toBe('markdown')
  expect(kind('program.js', 'text/plain')).toBe(undefined)
  expect(kind('photo.png', 'image/png')).toBe(undefined)
})
