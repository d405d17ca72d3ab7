import { expect, test } from 'vitest'
import { maxSchemaVersion, parseSchemaSubprotocol, schemaSubprotocol } from './schema-offer.ts'

test.each([
  { version: 1, hash: 'de32f575f9175923' },
  { version: maxSchemaVersion, hash: 'A-_9'.repeat(16) },
])('%j is offered and read back', (schema) => {
  expect(parseSchemaSubprotocol(schemaSubprotocol(schema))).toEqual(schema)
})

test('what is offered is a token as HTTP wants it', () => {
  expect(schemaSubprotocol({ version: 3, hash: 'ab_-9' })).toBe('stet.schema.3.ab_-9')
})

test.each([
  'stet.v1',
  'stet.token.abc',
  'stet.schema.',
  'stet.schema.1',
  'stet.schema.0.abc',
  'stet.schema.10001.abc',
  'stet.schema.1.',
  'stet.schema.-1.abc',
  'stet.schema.1e3.abc',
  'stet.schema.1.a b',
  `stet.schema.1.${'a'.repeat(65)}`,
])('%s says nothing', (offered) => {
  expect(parseSchemaSubprotocol(offered)).toBeUndefined()
})

test.each([
  { version: 0, hash: 'a' },
  { version: 1.5, hash: 'a' },
  { version: 10_001, hash: 'a' },
  { version: 1, hash: '' },
  { version: 1, hash: 'ä' },
])('%j is refused before it is sent', (schema) => {
  expect(() => schemaSubprotocol(schema)).toThrow(TypeError)
})
