import { Schema } from 'prosemirror-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { schema } from './schema.ts'
import { documentVersion, schemaHash, schemaVersion } from './schema-version.ts'

test('a change of the schema changes the hash', () => {
  const advice =
    'The schema has changed. If an older editor would misread what this one stores, raise schemaVersion and write a ' +
    'migration. Then write the new hash here.'
  expect({ hash: `${schemaVersion}: ${schemaHash()}`, advice }).toEqual({
    hash: '1: de32f575f9175923',
    advice,
  })
})

test('schemas that differ in one node, mark or default have other hashes, equal ones the same', () => {
  const { nodes, marks } = schema.spec
  const same = new Schema({ nodes, marks, topNode: 'doc' })
  const others = [
    new Schema({ nodes: nodes.addToEnd('extra', {}), marks }),
    new Schema({ nodes, marks: marks.addToEnd('extra', {}) }),
    new Schema({ nodes: nodes.update('divider', { group: 'block', attrs: { id: { default: '' } } }), marks }),
  ]
  expect(schemaHash(same)).toBe(schemaHash())
  expect(new Set([schemaHash(), ...others.map((other) => schemaHash(other))]).size).toBe(4)
})

test.each([
  [undefined, 1],
  [3, 3],
  ['3', 1],
  [0, 1],
  [-1, 1],
  [2.5, 1],
  [1e9, 1],
  [Number.NaN, 1],
])('a document that says %j is of version %i', (stored, version) => {
  const doc = new Y.Doc()
  if (stored !== undefined) doc.getMap('meta').set('schema', stored)
  expect(documentVersion(doc)).toBe(version)
})
