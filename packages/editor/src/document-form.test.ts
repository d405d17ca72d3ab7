import type { DocumentConnection } from '@stet/client'
import { schemaVersion } from '@stet/document'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocumentForm, Outdated } from './document-form.ts'
import { watchDocumentForm } from './document-form.ts'

const newer = schemaVersion + 1

interface Watched {
  readonly form: DocumentForm
  readonly told: readonly Outdated[]
  /** The server says that somebody has this version. */
  readonly hear: (version: number) => void
}

function watch(doc: Y.Doc, known?: number): Watched {
  const listeners = new Set<(schema: { version: number; hash: string }) => void>()
  const told: Outdated[] = []
  const connection = {
    newerSchema: known === undefined ? undefined : { version: known, hash: 'x' },
    on(_name: string, listener: (schema: { version: number; hash: string }) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as DocumentConnection
  const form = watchDocumentForm({ doc, connection, mayWrite: true, onOutdated: (each) => told.push(each) })
  return {
    form,
    told,
    hear: (version) => {
      for (const listener of listeners) listener({ version, hash: 'x' })
    },
  }
}

test('a document of our form is ours, and opening it writes nothing', () => {
  const doc = new Y.Doc()
  const { form, told } = watch(doc)
  expect([form.isOurs, told]).toEqual([true, []])
  expect(Y.encodeStateAsUpdate(doc)).toHaveLength(2)
})

test('a document of a newer form is not ours, from the beginning or as soon as it is', () => {
  const opened = new Y.Doc()
  opened.getMap('meta').set('schema', newer)
  expect(watch(opened).told).toEqual([{ version: newer, readonly: true }])
  const open = new Y.Doc()
  const { form, told } = watch(open)
  open.getMap('meta').set('schema', newer)
  expect([form.isOurs, told]).toEqual([false, [{ version: newer, readonly: true }]])
})

test('a newer editor in a document of our form is told of, once, and editing goes on', () => {
  const { form, told, hear } = watch(new Y.Doc())
  hear(newer)
  hear(newer)
  expect([form.isOurs, told]).toEqual([true, [{ version: newer, readonly: false }]])
})

test('one that came before the editor was there is told of too', () => {
  expect(watch(new Y.Doc(), newer).told).toEqual([{ version: newer, readonly: false }])
})

test('when the newer editor then changes the form, that is told as well', () => {
  const doc = new Y.Doc()
  const { told, hear } = watch(doc)
  hear(newer)
  doc.getMap('meta').set('schema', newer)
  expect(told).toEqual([
    { version: newer, readonly: false },
    { version: newer, readonly: true },
  ])
})

test('an editor of our own version is nothing to speak of, and after the end nothing is', () => {
  const doc = new Y.Doc()
  const { form, told, hear } = watch(doc)
  hear(schemaVersion)
  form.destroy()
  hear(newer)
  doc.getMap('meta').set('schema', newer)
  expect(told).toEqual([])
})
