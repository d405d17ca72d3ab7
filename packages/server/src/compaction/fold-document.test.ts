import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { digestDocument } from './document-digest.ts'
import { foldDocument, UnsoundDocumentError, verifySnapshot } from './fold-document.ts'

/** A document whose updates are written down. */
function recorded(clientID: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  doc.clientID = clientID
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return { doc, updates }
}

function documentOf(updates: Iterable<Uint8Array>): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

function deletionsIn(doc: Y.Doc): unknown[] {
  return [...Y.createDeleteSetFromStructStore(doc.store).clients.values()].flat()
}

/** A letter between two others of client 5, as bytes: editors cannot be made to write that. */
function letterBetween(client: number, left: number, right: number, letter: string): Uint8Array {
  return new Uint8Array([1, 1, client, 0, 0xc4, 5, left, 5, right, 1, letter.charCodeAt(0), 0])
}

describe('folding', () => {
  it('gives one update with the same content, smaller by what was deleted and joined', () => {
    const { doc, updates } = recorded(1)
    const text = doc.getText('text')
    for (let i = 0; i < 300; i += 1) text.insert(text.length, 'x')
    text.delete(10, 280)
    doc.getMap('meta').set('title', 'Plan')
    const folded = foldDocument(updates)
    const again = documentOf([folded])
    expect(again.getText('text').toJSON()).toBe('x'.repeat(20))
    expect(again.getMap('meta').toJSON()).toEqual({ title: 'Plan' })
    expect(Y.encodeStateVector(again)).toEqual(Y.encodeStateVector(doc))
    expect(folded.length).toBeLessThan(100)
  })

  it('no updates, and empty ones, give an empty one', () => {
    expect(foldDocument([])).toEqual(new Uint8Array([0, 0]))
    expect(foldDocument([new Uint8Array([0, 0])])).toEqual(new Uint8Array([0, 0]))
  })

  it('of a fold and later updates is the fold of all', () => {
    const { doc, updates } = recorded(1)
    for (const word of ['one ', 'two ', 'three ']) doc.getText('text').insert(0, word)
    const first = foldDocument(updates)
    const count = updates.length
    doc.getText('text').delete(0, 4)
    doc.getText('text').insert(2, 'x')
    expect(foldDocument([first, ...updates.slice(count)])).toEqual(foldDocument(updates))
  })

  it('deletes nothing that nobody deleted: formatting marks stay, also redundant ones', () => {
    const a = recorded(1)
    const b = recorded(2)
    const paragraph = new Y.XmlText()
    a.doc.getXmlFragment('page').insert(0, [paragraph])
    paragraph.insert(0, 'some text')
    const start = a.updates.length
    Y.applyUpdate(b.doc, Y.mergeUpdates(a.updates))
    paragraph.format(0, 4, { bold: true })
    const same = b.doc.getXmlFragment('page').get(0) as Y.XmlText
    same.format(0, 4, { bold: true })
    expect(a.updates.length - start).toBe(1)
    const updates = [...a.updates, ...b.updates.slice(1)]
    const folded = new Y.Doc()
    folded.transact((transaction) => {
      Y.applyUpdate(folded, foldDocument(updates))
      transaction.local = true
    })
    // Plain Yjs would have tidied up.
    expect(deletionsIn(folded)).toEqual([])
    expect(deletionsIn(documentOf(updates))).not.toEqual([])
  })

  it('takes a struct that was sent again longer after its first half was collected', () => {
    const { doc, updates } = recorded(1)
    const list = doc.getArray<Y.Text>('list')
    list.insert(0, [new Y.Text()])
    const open = recorded(2)
    Y.applyUpdate(open.doc, Y.mergeUpdates(updates))
    const text = open.doc.getArray<Y.Text>('list').get(0)
    text.insert(0, 'ab')
    const half = open.updates.at(-1)!
    text.insert(2, 'cd')
    const whole = Y.encodeStateAsUpdate(open.doc, Y.encodeStateVector(doc))
    list.delete(0, 1)
    // What the first half was in is gone, and with it the first half.
    const snapshot = foldDocument([...updates.slice(0, 1), half, ...updates.slice(1)])
    const folded = foldDocument([snapshot, whole])
    expect(documentOf([folded]).getArray('list').toJSON()).toEqual([])
    expect(Y.decodeStateVector(Y.encodeStateVectorFromUpdate(folded)).get(2)).toBe(4)
  })
})

describe('what cannot be folded', () => {
  it('updates of which one is missing', () => {
    const { doc, updates } = recorded(1)
    for (const letter of 'abc') doc.getText('text').insert(0, letter)
    expect(() => foldDocument([updates[0]!, updates[2]!])).toThrow(
      /Update 2 leans on something missing: client 1 is known only below clock 2/u,
    )
  })

  it('bytes that are no update', () => {
    expect(() => foldDocument([new Uint8Array([9, 9, 9])])).toThrow(UnsoundDocumentError)
  })

  it('a document that reads differently the second time: right origins before left origins', () => {
    const { doc, updates } = recorded(5)
    doc.getText('t').insert(0, 'abc')
    const all = [
      ...updates,
      letterBetween(2, 2, 1, 'x'),
      letterBetween(3, 2, 0, 'y'),
      letterBetween(7, 2, 0, 'z'),
    ]
    // That is what Yjs makes of it: a person who stays sees one text, a person who comes sees another.
    const live = documentOf(all)
    const reloaded = documentOf([Y.encodeStateAsUpdate(live)])
    expect([live, reloaded].map((copy) => copy.getText('t').toJSON())).toEqual(['axbcyz', 'abcxyz'])
    expect(() => foldDocument(all)).toThrow(/Read again from one update, the document has other order/u)
  })
})

describe('a snapshot is not taken for the document when', () => {
  const { doc, updates } = recorded(1)
  doc.getText('text').insert(0, 'hello')
  doc.getText('text').delete(1, 2)
  doc.getMap('meta').set('title', 'Plan')

  const changed = (change: (doc: Y.Doc) => void): Uint8Array => {
    const other = recorded(1)
    change(other.doc)
    return Y.encodeStateAsUpdate(other.doc)
  }

  it.each([
    ['it lacks the last update', foldDocument(updates.slice(0, -1)), /other clocks/u],
    [
      'a letter is another',
      changed((other) => {
        other.getText('text').insert(0, 'hellO')
        other.getText('text').delete(1, 2)
        other.getMap('meta').set('title', 'Plan')
      }),
      /other content/u,
    ],
    [
      'a value is another',
      changed((other) => {
        other.getText('text').insert(0, 'hello')
        other.getText('text').delete(1, 2)
        other.getMap('meta').set('title', 'Plane')
      }),
      /other content/u,
    ],
    [
      'nothing is deleted',
      changed((other) => {
        other.getText('text').insert(0, 'hello')
        other.getMap('meta').set('title', 'Plan')
      }),
      /other deletions/u,
    ],
    [
      'it lies in another root',
      changed((other) => {
        other.getText('test').insert(0, 'hello')
        other.getText('test').delete(1, 2)
        other.getMap('meta').set('title', 'Plan')
      }),
      /other order/u,
    ],
    ['it is cut short', foldDocument(updates).subarray(0, 20), /cannot be read/u],
  ])('%s', (_, snapshot, message) => {
    expect(() => verifySnapshot(snapshot, updates)).toThrow(message)
  })

  it('and is when it is', () => {
    verifySnapshot(foldDocument(updates), updates)
    expect(digestDocument(documentOf(updates))).toEqual(digestDocument(documentOf([foldDocument(updates)])))
  })
})
