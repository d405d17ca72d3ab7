// What a local change moved. Yjs 13 cannot move anything: splitting, joining, dragging and wrapping delete text in one
// place and insert copies of it in another, and what a peer types at that moment stays behind, or dies with the block.
// So every such change leaves a record of which characters became which, in the same transaction, and whoever meets
// text that was left behind can carry it after (stray-text.ts). Clients that know nothing of records see normal edits.

import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { SchemaContent } from './schema-content.ts'

/** Neighbouring items of a text as it was; `to` is where the first character went, null for what did not move. */
export interface MovedRun {
  readonly client: number
  readonly clock: number
  readonly length: number
  readonly to: Y.ID | null
}

/**
 * part: the end of a text that lives on (a paragraph that was split). inner: the same from its middle or start.
 * whole: the text was deleted; whatever is in it and not in the runs was written by someone who did not know.
 * stray: text that had been left behind and was carried after.
 */
export type MovedKind = (typeof movedKinds)[number]

const movedKinds = ['part', 'inner', 'whole', 'stray'] as const

export interface MovedText {
  readonly text: Y.ID
  readonly kind: MovedKind
  /** Which of the record's places is that of the element around a deleted text; -1: none. */
  readonly place: number
  /** Part and inner: all that is between these two and not in the runs was written by someone who did not know. */
  readonly around?: Around
  /** In the order of the text, without holes from the first to the last character that moved. */
  readonly runs: readonly MovedRun[]
}

/** What stood directly before and after the moved part, deleted or not; null: nothing. */
export interface Around {
  readonly before: Y.ID | null
  readonly after: Y.ID | null
}

/** Where text goes that has no moved neighbour in a deleted element (a peer began an empty paragraph). */
export interface Place {
  /** Or the text, where the element lives on. */
  readonly element: Y.ID
  readonly text: Y.ID
  readonly left: Y.ID | null
}

export interface MoveRecord {
  readonly texts: readonly MovedText[]
  readonly places: readonly Place[]
  /** Elements made only to hold what moved: they go when somebody else's move of the same text wins. */
  readonly created: readonly Y.ID[]
  /** Nodes without content (images, mentions, line breaks); undefined: a version that did not say. */
  readonly leaves?: MovedLeaves
}

export interface MovedLeaves {
  /** Of one character each: a node has one number. */
  readonly runs: readonly MovedRun[]
  /** They had been left behind, and were carried after. */
  readonly isCarried: boolean
}

/** What has to be known to see what a transaction moved. */
export interface MoveRules {
  readonly content: SchemaContent
  /** Whether a text that lives on only holds what others wrote into it: its own block was taken back by undo. */
  readonly isLeftover?: (text: Y.XmlText) => boolean
  /** Whether it is known, or another record says, of what this new text is a copy. */
  readonly isRecorded?: (item: Y.Item) => boolean
  /** What undo moved back, and what no step took away: it need not be looked for. */
  readonly known?: readonly { readonly item: Y.Item; readonly to: Y.ID }[]
}

/** The name of the shared array of records, beside the document's own types. */
export const movesName = 'stet:moves'

/** Longer records cost more than the text they could save: a paragraph of many hands has a hundred runs. */
export const maxEntries = 2_000

/** As many as can be in flight in a busy room; a peer who was away for longer meets stock behaviour. */
export const maxRecords = 200

const version = 1

/** Copies belong to the author of the record, so only their clocks are written. */
export function encodeMove({ texts, places, created, leaves }: MoveRecord): Uint8Array {
  const encoder = encoding.createEncoder()
  const number = (value: number): void => encoding.writeVarUint(encoder, value)
  const id = ({ client, clock }: Y.ID): void => {
    number(client)
    number(clock)
  }
  const idOrNull = (each: Y.ID | null): void => {
    number(each === null ? 0 : each.client + 1)
    if (each !== null) number(each.clock)
  }
  number(version)
  number(texts.length)
  for (const { text, kind, place, runs } of texts) {
    id(text)
    number(movedKinds.indexOf(kind))
    number(place + 1)
    number(runs.length)
    let last = -1
    for (const { client, clock, length, to } of runs) {
      // 0: the client of the run before.
      number(client === last ? 0 : client + 1)
      number(clock)
      number(length)
      number(to === null ? 0 : to.clock + 1)
      last = client
    }
  }
  number(places.length)
  for (const { element, text, left } of places) {
    id(element)
    id(text)
    idOrNull(left)
  }
  number(created.length)
  for (const each of created) id(each)
  const parts = texts.flatMap(({ around }, index) => (around === undefined ? [] : { around, index }))
  number(parts.length)
  for (const { around, index } of parts) {
    number(index)
    idOrNull(around.before)
    idOrNull(around.after)
  }
  if (leaves !== undefined) {
    number(leaves.isCarried ? 1 : 0)
    number(leaves.runs.length)
    for (const run of leaves.runs) {
      id(run)
      number(run.to === null ? 0 : run.to.clock + 1)
    }
  }
  return encoding.toUint8Array(encoder)
}

/** null for what is no record of ours: a later version, or anything else somebody put there. */
export function decodeMove(bytes: Uint8Array, author: number): MoveRecord | null {
  try {
    return readMove(decoding.createDecoder(bytes), author)
  } catch {
    return null
  }
}

function readMove(decoder: decoding.Decoder, author: number): MoveRecord | null {
  let entries = 0
  const number = (): number => decoding.readVarUint(decoder)
  const id = (): Y.ID => Y.createID(number(), number())
  const idOrNull = (): Y.ID | null => {
    const client = number()
    return client === 0 ? null : Y.createID(client - 1, number())
  }
  const list = <T>(read: () => T): T[] => {
    const length = number()
    entries += length
    if (entries > maxEntries * 2) throw new Error('No record of ours.')
    return Array.from({ length }, read)
  }
  if (number() !== version) return null
  const texts = list((): MovedText => {
    const text = id()
    const kind = movedKinds[number()]
    if (kind === undefined) throw new Error('No record of ours.')
    const place = number() - 1
    let client = 0
    const runs = list((): MovedRun => {
      const same = number()
      if (same > 0) client = same - 1
      const clock = number()
      const length = number()
      const to = number()
      return { client, clock, length, to: to === 0 ? null : Y.createID(author, to - 1) }
    })
    return { text, kind, place, runs }
  })
  const places = list((): Place => {
    return { element: id(), text: id(), left: idOrNull() }
  })
  const created = list(id)
  // The first records ended here.
  const parts = decoding.hasContent(decoder)
    ? list(() => ({ index: number(), around: { before: idOrNull(), after: idOrNull() } }))
    : []
  const around = new Map(parts.map((part) => [part.index, part.around]))
  const record = { texts: texts.map((text, index) => withAround(text, around.get(index))), places, created }
  // And the next ones here.
  if (!decoding.hasContent(decoder)) return record
  const isCarried = number() === 1
  const runs = list((): MovedRun => {
    const { client, clock } = id()
    const to = number()
    return { client, clock, length: 1, to: to === 0 ? null : Y.createID(author, to - 1) }
  })
  return { ...record, leaves: { runs, isCarried } }
}

function withAround(text: MovedText, around: Around | undefined): MovedText {
  return around === undefined ? text : { ...text, around }
}
