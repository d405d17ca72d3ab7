// With a planted step from version 1 to 2 and one to 3; there are no real ones yet.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import type { NodeJSON } from './json.ts'
import { migrateDocument, stampVersion } from './migrations.ts'
import type { SchemaHistory } from './migrations.ts'
import { documentToJSON } from './read-yjs.ts'
import { documentVersion } from './schema-version.ts'
import { anyDocument } from './testing/arbitrary-document.ts'
import { jsonToYjs } from './write-yjs.ts'

// Version 2: the kind "todo" with state "yes" or "no" becomes "task" with checked, the mark "em" becomes "italic".
// Version 3: a task has a priority.
const planted: SchemaHistory = {
  version: 3,
  migrations: [
    {
      to: 2,
      element: (name, { kind, state }) =>
        name === 'textblock' && kind === 'todo'
          ? { kind: 'task', checked: state === 'yes', state: null }
          : undefined,
      text: ({ em }) => (em === undefined ? undefined : { em: null, italic: {} }),
    },
    {
      to: 3,
      element: (_name, { kind, priority }) =>
        kind === 'task' && priority === undefined ? { priority: 'normal' } : undefined,
    },
  ],
}

const old: NodeJSON[] = [
  {
    type: 'textblock',
    attrs: { kind: 'todo', state: 'yes', id: 'one' },
    content: [
      { type: 'text', text: 'Buy ' },
      { type: 'text', text: 'milk', marks: [{ type: 'em' }] },
    ],
  },
  { type: 'panel', attrs: { tone: 'warm' }, content: [{ type: 'textblock', attrs: { kind: 'todo' } }] },
  { type: 'textblock', content: [{ type: 'text', text: 'plain' }] },
]

const migrated: NodeJSON[] = [
  {
    type: 'textblock',
    attrs: { kind: 'task', checked: true, priority: 'normal', id: 'one' },
    content: [
      { type: 'text', text: 'Buy ' },
      { type: 'text', text: 'milk', marks: [{ type: 'italic' }] },
    ],
  },
  {
    type: 'panel',
    attrs: { tone: 'warm' },
    content: [{ type: 'textblock', attrs: { kind: 'task', checked: false, priority: 'normal' } }],
  },
  { type: 'textblock', content: [{ type: 'text', text: 'plain' }] },
]

function docWith(content: readonly NodeJSON[]): Y.Doc {
  const doc = new Y.Doc()
  jsonToYjs({ type: 'doc', content }, doc)
  return doc
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

function sync(...docs: readonly Y.Doc[]): void {
  const updates = docs.map((doc) => Y.encodeStateAsUpdate(doc))
  for (const doc of docs) for (const update of updates) Y.applyUpdate(doc, update)
}

describe('migrating a document', () => {
  test('every step is taken, unknown content is walked through, and the version is stored', () => {
    const doc = docWith(old)
    expect(migrateDocument(doc, planted)).toBe('migrated')
    expect(documentToJSON(doc).content).toEqual(migrated)
    expect(documentVersion(doc)).toBe(3)
  })

  test('a second time nothing is written', () => {
    const doc = docWith(old)
    migrateDocument(doc, planted)
    const before = Y.encodeStateAsUpdate(doc)
    expect(migrateDocument(doc, planted)).toBe('current')
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  test('two clients at once give one result', () => {
    const one = docWith(old)
    const two = copyOf(one)
    migrateDocument(one, planted)
    migrateDocument(two, planted)
    sync(one, two)
    for (const doc of [one, two]) {
      expect(documentToJSON(doc).content).toEqual(migrated)
      expect(documentVersion(doc)).toBe(3)
      expect(migrateDocument(doc, planted)).toBe('current')
    }
  })

  test('what an old editor types meanwhile is kept, what it adds in the old form is migrated at the next opening', () => {
    const one = docWith(old)
    const offline = copyOf(one)
    migrateDocument(one, planted)
    const fragment = offline.getXmlFragment('prosemirror')
    ;((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Now: ')
    const late = new Y.XmlElement('textblock')
    late.setAttribute('kind', 'todo')
    late.setAttribute('state', 'yes')
    fragment.push([late])
    sync(one, offline)
    expect(migrateDocument(one, planted)).toBe('migrated')
    const { content } = documentToJSON(one)
    expect(content[0]?.content?.[0]).toEqual({ type: 'text', text: 'Now: Buy ' })
    expect(content.at(-1)).toEqual({
      type: 'textblock',
      attrs: { kind: 'task', checked: true, priority: 'normal' },
    })
  })

  test('a document of a newer version is left as it is', () => {
    const doc = docWith(old)
    doc.getMap('meta').set('schema', 4)
    const before = Y.encodeStateAsUpdate(doc)
    expect(migrateDocument(doc, planted)).toBe('newer')
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  test('an empty document is not written to', () => {
    const doc = new Y.Doc()
    expect(migrateDocument(doc, planted)).toBe('current')
    expect(Y.encodeStateAsUpdate(doc)).toHaveLength(2)
  })

  test('without steps nothing is written, whatever the document holds', () => {
    const doc = docWith(old)
    const before = Y.encodeStateAsUpdate(doc)
    expect(migrateDocument(doc)).toBe('current')
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  test('any document, migrated by three clients of different states at once: all equal, and in the new form', () => {
    const edit = fc.record({
      at: fc.nat(20),
      kind: fc.constantFrom('todo', 'task', 'heading'),
      state: fc.constantFrom('yes', 'no'),
    })
    fc.assert(
      fc.property(anyDocument, fc.array(edit, { maxLength: 6 }), (json, edits) => {
        const docs = [docWith(json.content)]
        docs.push(copyOf(docs[0]!), copyOf(docs[0]!))
        for (const [index, { at, kind, state }] of edits.entries()) {
          const fragment = docs[index % 3]!.getXmlFragment('prosemirror')
          const block = new Y.XmlElement('textblock')
          block.setAttribute('kind', kind)
          block.setAttribute('state', state)
          fragment.insert(at % (fragment.length + 1), [block])
        }
        for (const doc of docs) migrateDocument(doc, planted)
        sync(...docs)
        for (const doc of docs) migrateDocument(doc, planted)
        sync(...docs)
        const results = docs.map((doc) => documentToJSON(doc))
        expect(results[1]).toEqual(results[0])
        expect(results[2]).toEqual(results[0])
        for (const block of results[0]!.content) expect(block.attrs?.['kind']).not.toBe('todo')
      }),
      { numRuns: 40 },
    )
  })
})

describe('stamping a document', () => {
  test('marks an older one once, and never lowers the version', () => {
    const doc = new Y.Doc()
    stampVersion(doc, 2)
    expect(documentVersion(doc)).toBe(2)
    const before = Y.encodeStateAsUpdate(doc)
    stampVersion(doc, 2)
    stampVersion(doc, 1)
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  test('version 1 needs no mark', () => {
    const doc = new Y.Doc()
    stampVersion(doc)
    expect(Y.encodeStateAsUpdate(doc)).toHaveLength(2)
  })
})
