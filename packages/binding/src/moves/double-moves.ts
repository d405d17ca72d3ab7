// Two people can move the same text at once (both press Enter, both drag the block): then both made copies. One record
// wins, by a rule that needs nothing but the records, and the others' copies, and copies made of these since, count as
// moved on to the winner's. Every copy was made by one record, so that the copies of a character form a tree, and what
// lost points into the branch that won: never in a circle.

import * as Y from 'yjs'
import { compareMoves, keyOf, targetOf, weightOf } from './move.ts'
import type { Entry, Move } from './move.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { itemAt } from '../item-at.ts'

/** A stretch of copies that lost. */
interface Lost {
  readonly winner: Move
  /** Whose copies they are. */
  readonly loser: Move
  readonly from: Y.ID
  readonly to: Y.ID
  readonly length: number
}

/** Copies of copies that lost; more than any history makes, and an end to what was made to have none. */
const maxLost = 10_000

/** `covered`: by client, in the order of their clocks, what the records know. */
export function findDoubles(
  covered: ReadonlyMap<number, readonly Entry[]>,
  store: Y.Doc['store'],
): readonly Move[] {
  const open: Lost[] = [...covered].flatMap(([client, entries]) => lostIn(client, entries.filter(hasMoved)))
  const pairs = new Map<string, { winner: Move; loser: Move; runs: MovedRun[] }>()
  for (let i = 0; i < open.length && i < maxLost; i++) {
    const lost = open[i]
    if (lost === undefined) break
    const { winner, loser, from, to, length } = lost
    // Two records of the same copy (undo of an earlier version made such): nothing loses against itself.
    if (keyOf(from) === keyOf(to)) continue
    const key = `${keyOf(winner.id)} ${keyOf(loser.id)}`
    const pair = pairs.get(key) ?? { winner, loser, runs: [] }
    pair.runs.push({ client: from.client, clock: from.clock, length, to })
    pairs.set(key, pair)
    open.push(...copiesOf(lost, covered.get(from.client) ?? []))
  }
  return [...pairs.values()].map((pair) => doubleMove(pair, store))
}

function hasMoved({ text, run }: Entry): boolean {
  return text.runs[run]?.to !== null
}

/** Where several moved the same: for each stretch with the same movers, all but the strongest lost. */
function lostIn(client: number, entries: readonly Entry[]): Lost[] {
  const result: Lost[] = []
  let end = 0
  let group: Entry[] = []
  const close = (): void => {
    if (group.length > 1) result.push(...lostInGroup(client, group))
    group = []
  }
  for (const entry of entries) {
    if (entry.clock >= end) close()
    group.push(entry)
    end = Math.max(end, entry.end)
  }
  close()
  return result
}

function lostInGroup(client: number, group: readonly Entry[]): Lost[] {
  const bounds = [...new Set(group.flatMap(({ clock, end }) => [clock, end]))].toSorted((a, b) => a - b)
  return bounds.slice(0, -1).flatMap((from, i) => {
    const length = (bounds[i + 1] ?? from) - from
    const id = Y.createID(client, from)
    const movers = group.filter(({ clock, end }) => clock <= from && from < end)
    const [winner, ...losers] = movers.toSorted((a, b) => compareMoves(a.move, b.move))
    const to = winner === undefined ? null : targetOf(winner, id)
    if (winner === undefined || to === null) return []
    return losers.flatMap((loser) => {
      const copy = targetOf(loser, id)
      if (copy === null || loser.move === winner.move) return []
      return { winner: winner.move, loser: loser.move, from: copy, to, length }
    })
  })
}

/** What was moved on of what lost. */
function copiesOf({ winner, from, to, length }: Lost, entries: readonly Entry[]): Lost[] {
  return entries.flatMap((entry) => {
    const start = Math.max(entry.clock, from.clock)
    const end = Math.min(entry.end, from.clock + length)
    const copy = start < end ? targetOf(entry, Y.createID(from.client, start)) : null
    if (copy === null) return []
    const target = Y.createID(to.client, to.clock + start - from.clock)
    return { winner, loser: entry.move, from: copy, to: target, length: end - start }
  })
}

function doubleMove(
  { winner, loser, runs }: { winner: Move; loser: Move; runs: readonly MovedRun[] },
  store: Y.Doc['store'],
): Move {
  const byText = new Map<string, { text: Y.ID; runs: MovedRun[]; isCreated: boolean }>()
  const created = new Set(loser.created.map((id) => keyOf(id)))
  const leaves: MovedRun[] = []
  for (const run of runs.toSorted((a, b) => a.clock - b.clock)) {
    const item = itemAt(store, run)
    if (item?.content instanceof Y.ContentType) {
      leaves.push(run)
      continue
    }
    const text = item?.parent instanceof Y.XmlText ? item.parent._item : null
    const element = text?.parent instanceof Y.XmlElement ? text.parent._item : null
    const isCreated = element !== null && created.has(keyOf(element.id))
    // Yjs may have forgotten the copies with the block they were in; where they would be now is still asked for.
    const id = text?.id ?? loser.id
    const entry = byText.get(keyOf(id)) ?? { text: id, runs: [], isCreated }
    entry.runs.push(run)
    byText.set(keyOf(id), entry)
  }
  const texts = [...byText.values()].map(({ text, runs: own, isCreated }): MovedText => ({
    text,
    kind: isCreated && hasLostAll(loser, own, store) ? 'whole' : 'inner',
    place: -1,
    runs: own,
  }))
  return {
    id: doubleId(winner.id, loser.id),
    authors: [...winner.authors, ...loser.authors],
    double: true,
    weight: weightOf(texts),
    texts,
    places: [],
    created: loser.created,
    leaves: { runs: leaves, isCarried: false },
  }
}

/** Whether nothing that the loser copied into this text stays. */
function hasLostAll(loser: Move, lost: readonly MovedRun[], store: Y.Doc['store']): boolean {
  const parentOf = (id: Y.ID): unknown => itemAt(store, id)?.parent
  const text = lost[0] === undefined ? undefined : parentOf(lost[0])
  const copied = loser.texts
    .flatMap(({ runs }) => runs)
    .reduce((sum, { to, length }) => sum + (to !== null && parentOf(to) === text ? length : 0), 0)
  return lost.reduce((sum, { length }) => sum + length, 0) >= copied
}

/** Any number will do that is the same for everyone and another for other pairs. */
function doubleId(winner: Y.ID, loser: Y.ID): Y.ID {
  let hash = 0x811c9dc5
  for (const number of [winner.client, winner.clock, loser.client, loser.clock]) {
    hash = Math.imul(hash ^ (number >>> 0), 0x01000193)
    hash ^= hash >>> 15
  }
  return Y.createID(hash >>> 0, winner.clock + loser.clock)
}
