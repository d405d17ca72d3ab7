// A paper that somebody really wrote, typed again by several people with Yjs clients of their own: every keystroke as the
// update that a server would receive. The history is `automerge-paper.json.gz` of josephg/editing-traces.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import type { Random } from '../harness/random.ts'

export type Patch = readonly [at: number, removed: number, inserted: string]

interface Trace {
  readonly txns: readonly { readonly patches: readonly Patch[] }[]
}

export function readHistory(file: string): readonly Patch[] {
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace
  return txns.flatMap(({ patches }) => patches)
}

export interface Authors {
  readonly count: number
  /** Whether client IDs are small numbers, which other clients of Yjs use and which take fewer bytes. */
  readonly small: boolean
  /** In a text of rich content, as y-prosemirror keeps it, or in a plain one. */
  readonly rich: boolean
}

/** The updates in the order in which they were made; authors take turns, and catch up when theirs comes. */
export function typeAgain(patches: readonly Patch[], authors: Authors, random: Random): Uint8Array[] {
  const updates: Uint8Array[] = []
  const own: unknown = {}
  const people = Array.from({ length: authors.count }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = authors.small ? index + 1 : random.below(2 ** 32)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === own) updates.push(update)
    })
    let text: Y.Text | Y.XmlText = doc.getText('text')
    if (authors.rich && index === 0) {
      const rich = new Y.XmlText()
      doc.transact(() => doc.getXmlFragment('prosemirror').insert(0, [rich]), own)
      text = rich
    }
    return { doc, text, seen: index === 0 ? updates.length : 0 }
  })
  let turn = 0
  let left = 0
  for (const [at, removed, inserted] of patches) {
    if (left === 0) {
      turn = random.below(people.length)
      left = 1 + random.below(200)
    }
    left -= 1
    const person = people[turn]
    if (person === undefined) continue
    if (person.seen < updates.length && authors.count > 1) {
      Y.transact(person.doc, () => {
        for (; person.seen < updates.length; person.seen += 1) {
          const update = updates[person.seen]
          if (update !== undefined) Y.applyUpdate(person.doc, update, 'others')
        }
      })
      if (authors.rich) person.text = person.doc.getXmlFragment('prosemirror').get(0) as Y.XmlText
    }
    person.doc.transact(() => {
      if (removed > 0) person.text.delete(at, removed)
      if (inserted !== '') person.text.insert(at, inserted)
    }, own)
    // Its own need no applying.
    person.seen = updates.length
  }
  return updates
}
