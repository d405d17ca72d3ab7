// The same document and the same edits for every subject: a seeded generator, no chance.
import { Doc, XmlElement, XmlText, applyUpdate, encodeStateAsUpdate } from 'yjs'
import type { RemoteCharacter } from './subject.ts'

const wordsPerBlock = 60
const words =
  'the of and to in is that for was on are with as his they at be this from have or by one had not but what all were when'.split(
    ' ',
  )

export function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

export function createTexts(blocks: number): string[] {
  const random = createRandom(7)
  return Array.from({ length: blocks }, () =>
    Array.from({ length: wordsPerBlock }, () => words[random(words.length)]).join(' '),
  )
}

/** As it comes from a server: made by somebody else, in one update. */
export function createUpdate(texts: readonly string[]): Uint8Array {
  const doc = new Doc()
  doc.clientID = 1
  const blocks = texts.map((text) => {
    const block = new XmlElement('paragraph')
    block.insert(0, [new XmlText(text)])
    return block
  })
  doc.getXmlFragment('prosemirror').insert(0, blocks)
  return encodeStateAsUpdate(doc)
}

/** Characters typed by a peer, each in a block of its own choosing. */
export function createRemoteCharacters(base: Uint8Array, blocks: number, count: number): RemoteCharacter[] {
  const peer = new Doc()
  applyUpdate(peer, base)
  peer.clientID = 2
  const fragment = peer.getXmlFragment('prosemirror')
  const random = createRandom(11)
  const characters: RemoteCharacter[] = []
  let place = { block: 0, offset: 0 }
  peer.on('update', (update: Uint8Array) => characters.push({ update, ...place }))
  for (let i = 0; i < count; i++) {
    place = { block: random(blocks), offset: random(50) }
    const text = (fragment.get(place.block) as XmlElement).get(0) as XmlText
    text.insert(place.offset, 'x')
  }
  return characters
}
