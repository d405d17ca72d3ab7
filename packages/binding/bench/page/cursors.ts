// A crowd that moves its carets: awareness updates, made before the clock runs.
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { createRelativePositionFromTypeIndex } from 'yjs'
import type { Doc, XmlElement, XmlText } from 'yjs'
import { createRandom } from './content.ts'

export interface Crowd {
  readonly people: number
  readonly moves: number
}

/** Updates in the order in which they arrive: everyone moves once, then everyone again. */
export function createCursorUpdates(doc: Doc, { people, moves }: Crowd): Uint8Array[] {
  const random = createRandom(13)
  const fragment = doc.getXmlFragment('prosemirror')
  const crowd = new Awareness(doc)
  const updates: Uint8Array[] = []
  for (let move = 1; move <= moves; move++) {
    for (let person = 0; person < people; person++) {
      const clientId = 1_000 + person
      const text = (fragment.get(random(fragment.length)) as XmlElement).get(0) as XmlText
      const head = createRelativePositionFromTypeIndex(text, random(50))
      crowd.states.set(clientId, {
        user: { name: `Person ${person}`, color: '#2563eb' },
        cursor: { anchor: head, head },
      })
      crowd.meta.set(clientId, { clock: move, lastUpdated: 0 })
      updates.push(encodeAwarenessUpdate(crowd, [clientId]))
    }
  }
  crowd.destroy()
  return updates
}
