// Random histories of several clients, compacted at random points. Whoever joins with whatever state they had, however
// old, must end with what everybody has.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { foldDocument } from './fold-document.ts'

type Step =
  | { readonly kind: 'edit'; readonly client: number; readonly what: number; readonly at: number }
  /** A client receives what the others have stored, and sends what it has. */
  | { readonly kind: 'sync'; readonly client: number }
  /** Somebody keeps a copy and goes offline for good, until the end. */
  | { readonly kind: 'leave'; readonly client: number; readonly edits: boolean }
  | { readonly kind: 'compact' }

const clientCount = 3
const client = fc.nat({ max: clientCount - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), client, what: fc.nat(), at: fc.nat() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sync' as const), client }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('leave' as const), client, edits: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'compact' as const }) },
)

function edit(doc: Y.Doc, what: number, at: number): void {
  const page = doc.getXmlFragment('page')
  const paragraph = page.length === 0 ? undefined : page.get(at % page.length)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
  switch (what % 8) {
    case 0:
    case 1: {
      const element = new Y.XmlElement('p')
      element.insert(0, [new Y.XmlText()])
      page.insert(at % (page.length + 1), [element])
      return
    }
    case 2:
      if (page.length > 0) page.delete(at % page.length, 1)
      return
    case 3:
      doc.getMap('meta').set(`key${at % 3}`, at % 5 === 0 ? [at, { deep: 'ü' }] : at)
      return
    case 4:
      if (paragraph instanceof Y.XmlElement) paragraph.setAttribute('level', String(at % 4))
      return
    default:
      if (!(text instanceof Y.XmlText)) return
      if (what % 8 === 5 && text.length > 0)
        text.delete(at % text.length, 1 + (at % (text.length - (at % text.length))))
      else if (what % 8 === 6 && text.length > 0)
        text.format(0, 1 + (at % text.length), { bold: at % 2 === 0 })
      else text.insert(at % (text.length + 1), 'word 👋')
  }
}

/** What people see, whatever the types were declared as. */
function contentOf(doc: Y.Doc): unknown {
  return [doc.getXmlFragment('page').toJSON(), doc.getMap('meta').toJSON()]
}

it('late joiners with any older state converge with everyone, wherever the log was compacted', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 80 }), (steps) => {
      const clients = Array.from({ length: clientCount }, (_, index) => {
        const doc = new Y.Doc()
        doc.clientID = index + 1
        return doc
      })
      // Stored: a snapshot perhaps, and rows; and every row ever stored, as plain Yjs would have it.
      let stored: Uint8Array[] = []
      const everything: Uint8Array[] = []
      const away: Y.Doc[] = []
      const merged = () => Y.mergeUpdates([new Uint8Array([0, 0]), ...stored])
      const send = (doc: Y.Doc): void => {
        const lacking = Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(merged()))
        stored.push(lacking)
        everything.push(lacking)
      }
      const receive = (doc: Y.Doc): void => {
        Y.applyUpdate(doc, Y.diffUpdate(merged(), Y.encodeStateVector(doc)))
      }

      let nextId = clientCount + 1
      for (const step of steps) {
        switch (step.kind) {
          case 'edit':
            edit(clients[step.client]!, step.what, step.at)
            break
          case 'sync':
            receive(clients[step.client]!)
            send(clients[step.client]!)
            break
          case 'leave': {
            const copy = new Y.Doc()
            copy.clientID = nextId++
            Y.applyUpdate(copy, Y.encodeStateAsUpdate(clients[step.client]!))
            if (step.edits) edit(copy, 7, 3)
            away.push(copy)
            break
          }
          case 'compact':
            stored = [foldDocument(stored)]
            break
        }
      }
      const everyone = [...clients, ...away]
      for (const doc of everyone) send(doc)
      stored = [foldDocument(stored)]
      everyone.push(new Y.Doc())
      for (const doc of everyone) receive(doc)
      // Deletions that Yjs made by itself (a lost write of a map key, a mark nobody needs) are told at the next meeting.
      for (const doc of everyone) send(doc)
      stored = [foldDocument(stored)]
      for (const doc of everyone) receive(doc)

      const plain = new Y.Doc()
      for (const update of everything) Y.applyUpdate(plain, update)
      const expected = contentOf(plain)
      for (const doc of everyone) expect(contentOf(doc)).toEqual(expected)
      expect(plain.store.pendingStructs).toBeNull()
    }),
    { numRuns: 300 },
  )
})
