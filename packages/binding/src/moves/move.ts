// A record as the others meet it: with its author and its place in the order of all records.

import * as Y from 'yjs'
import { decodeMove } from './move-record.ts'
import type { MoveRecord, MovedText } from './move-record.ts'

/** A record, or what follows from two of them. */
export interface Move extends MoveRecord {
  /** Of the record in the shared array, or a number made of two of those. */
  readonly id: Y.ID
  /** Who made the record, or the two. */
  readonly authors: readonly number[]
  /** It follows from two records: what it moves is there already. */
  readonly double: boolean
  readonly weight: number
}

/** A character that a move knows: where in its text, and which of the runs. */
export interface Covered {
  readonly move: Move
  readonly text: MovedText
  readonly run: number
}

export interface Entry extends Covered {
  readonly clock: number
  readonly end: number
}

/** The shared array's records; what is no record, or a later version's, is left alone. */
export function readMoves(array: Y.Array<unknown>): Move[] {
  const moves: Move[] = []
  for (let item = array._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentBinary)) continue
    const record = decodeMove(item.content.content, item.id.client)
    if (record === null) continue
    const { id } = item
    moves.push({ ...record, id, authors: [id.client], double: false, weight: weightOf(record.texts) })
  }
  return moves
}

/** The greater move wins (a block moved as a whole, over its half), else the smaller id. */
export function compareMoves(a: Move, b: Move): number {
  return b.weight - a.weight || a.id.client - b.id.client || a.id.clock - b.id.clock
}

/** Where the record says that a character went; null when it is only known to be deleted. */
export function targetOf({ text, run }: Covered, { clock }: Y.ID): Y.ID | null {
  const at = text.runs[run]
  const to = at?.to ?? null
  return at === undefined || to === null ? null : Y.createID(to.client, to.clock + clock - at.clock)
}

export function weightOf(texts: readonly MovedText[]): number {
  return texts.reduce(
    (sum, { runs }) => runs.reduce((inner, { length, to }) => inner + (to === null ? 0 : length), sum),
    0,
  )
}

export function keyOf({ client, clock }: Y.ID): string {
  return `${client}:${clock}`
}
