import { expect, test } from 'vitest'
import { isDocumentName, parseDocumentName } from './document-name.ts'

test.each(['a', 'My-Doc_1.2~x:y', '...', '.hidden', 'x'.repeat(128)])('%s is a document name', (name) => {
  expect(isDocumentName(name)).toBe(true)
  expect(parseDocumentName(name)).toBe(name)
})

test.each(['', '.', '..', 'a/b', 'a b', 'é', 'a%20b', 'a\n', 'a\0', 'x'.repeat(129), '../x', '😀'])(
  '%j is no document name',
  (name) => {
    expect(isDocumentName(name)).toBe(false)
    expect(() => parseDocumentName(name)).toThrow(expect.objectContaining({ code: 'bad-document-name' }))
  },
)

test('the error shows the name, shortened and escaped, and what is allowed', () => {
  expect(() => parseDocumentName('a\nb')).toThrow(
    '"a\\nb" is not a document name. Use 1 to 128 of the characters',
  )
  expect(() => parseDocumentName('/'.repeat(10_000))).toThrow(/^.{200,300}$/)
})
