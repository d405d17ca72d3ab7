// Keeps text together that concurrent changes tear apart. Our own changes leave records of what they moved; when a
// record and text typed in ignorance of it meet, the text is carried to where its neighbours went. Whoever typed it
// carries it; when that client is not there, the next one that writes. If two do it at once, both made copies, which is
// again two moves of the same text: one wins everywhere (move-index.ts). So it can be done by any number of clients, in
// any order and repeatedly, and all of it consists of ordinary Yjs changes.

import * as Y from 'yjs'
import { carryStrays } from './carry-strays.ts'
import { forgetSearchMarkers } from './text-copy.ts'
import { restoreElsewhere } from './unrestored-text.ts'
import { followPosition } from './follow-position.ts'
import { deleteRuns, leftEmpty, leftover, lostRuns } from './lost-copies.ts'
import { MoveIndex } from './move-index.ts'
import { encodeMove, maxRecords, movesName } from './move-record.ts'
import type { MoveRecord, MoveRules } from './move-record.ts'
import { keyOf, readMoves } from './move.ts'
import type { Move } from './move.ts'
import { MovedParts } from './moved-part.ts'
import { restoredLeaves } from './moved-leaves.ts'
import { followInUndo } from './moved-undo.ts'
import { rereadOrigin } from '../self-check/reread-document.ts'
import { keptText } from './kept-text.ts'
import type { WrittenChange } from './kept-text.ts'
import { findMoves } from './record-moves.ts'
import { removeBlocks } from './removed-blocks.ts'
import { restoredTexts } from './restored-text.ts'
import { addNewItems, addTextsOf, splitAtBounds } from './stray-candidates.ts'
import type { SchemaContent } from './schema-content.ts'
import { isLiveIn } from './stray-landing.ts'
import { carryLeaves, strayLeaves } from './stray-leaves.ts'
import { straysFrom } from './stray-text.ts'
import { WaitingText } from './waiting-text.ts'

export interface RelocationOptions {
  readonly doc: Y.Doc
  /** Milliseconds since whenever. */
  readonly now: () => number
  /** Whether this client may change the document at the moment. */
  readonly mayWrite: () => boolean
  readonly content: SchemaContent
  /** Called within each transaction of ours, before anyone observes it. */
  readonly onCarried: (transaction: Y.Transaction) => void
}

/** What undo does besides what can be seen in its transaction. */
export interface Undone {
  readonly step: Pick<Y.UndoManager['undoStack'][number], 'insertions' | 'deletions'>
  readonly isLeftover: NonNullable<MoveRules['isLeftover']>
  /** Deleted text and elements of which it made copies. */
  readonly restored: readonly Y.Item[]
}

/** What is known of a transaction besides what can be seen in it. */
export interface Recorded {
  readonly written?: WrittenChange
  readonly undone?: Undone
}

/** Origin of the transactions that carry text. Undo does not track it: carrying is nobody's edit. */
export const carriedOrigin = { name: 'stet:carried' }

export class Relocation {
  readonly #options: RelocationOptions
  readonly #array: Y.Array<unknown>
  #index: MoveIndex | null = null
  #known = new Set<string>()
  #fresh: ReadonlySet<Move> = new Set()
  readonly #waiting: WaitingText
  #undoManager: Y.UndoManager | null = null

  constructor(options: RelocationOptions) {
    this.#options = options
    this.#waiting = new WaitingText(options)
    this.#array = options.doc.getArray(movesName)
    this.#known = new Set(this.#moves().moves.map(({ id }) => keyOf(id)))
    options.doc.on('beforeObserverCalls', this.#meet)
  }

  /** Text that is carried stays undoable by who typed it. */
  followUndo(undoManager: Y.UndoManager): void {
    this.#undoManager = undoManager
  }

  destroy(): void {
    this.#options.doc.off('beforeObserverCalls', this.#meet)
    this.#waiting.clear()
  }

  /**
   * Leaves a record of what the transaction moved: an edit, or undo. Call within it, when its changes are made. Whether it
   * brought back what undo could not.
   */
  record(transaction: Y.Transaction, { written, undone }: Recorded): boolean {
    const { content } = this.#options
    const isLeftover = undone?.isLeftover
    const items = undone?.restored ?? []
    const restored = restoredTexts(
      transaction,
      items.filter((item) => item.content instanceof Y.ContentString),
      this.#moves(),
    )
    const runs = restoredLeaves(transaction, items, { index: this.#moves(), content })
    const elsewhere =
      undone === undefined
        ? { moved: [], texts: [] }
        : restoreElsewhere(transaction, { step: undone.step, index: this.#moves() })
    if (elsewhere.moved.length + elsewhere.texts.length > 0) forgetSearchMarkers(transaction)
    const kept = written === undefined ? [] : keptText(transaction, written)
    const exact = [...kept, ...elsewhere.moved]
    const copies = new Set([...restored.copies, ...exact.map(({ to }) => keyOf(to))])
    const move = findMoves(transaction, {
      content,
      isRecorded: ({ id }) => copies.has(keyOf(id)),
      known: [...restored.movedBack, ...exact],
      ...(isLeftover === undefined ? {} : { isLeftover }),
    })
    const texts = [...restored.texts, ...elsewhere.texts]
    if (texts.length + runs.length > 0) {
      const leaves = { runs, isCarried: true }
      this.#push({ texts, places: [], created: [], leaves })
    }
    if (move !== null) this.#push(move)
    return elsewhere.moved.length + elsewhere.texts.length > 0
  }

  /** A remembered position, where it is now that text was moved. `left`: the character before it. */
  follow(position: Y.RelativePosition, left: Y.ID | null = null): Y.RelativePosition {
    const index = this.#moves()
    if (index.moves.length === 0 && left === null) return position
    return followPosition(position, { left, index, fresh: this.#fresh, doc: this.#options.doc })
  }

  readonly #meet = (transaction: Y.Transaction): void => {
    const { doc } = this.#options
    const hasRecords = (transaction.changed as Map<unknown, unknown>).has(this.#array)
    if (hasRecords) this.#index = null
    const index = this.#moves()
    if (index.moves.length === 0) return
    const fresh = hasRecords ? index.moves.filter(({ id }) => !this.#known.has(keyOf(id))) : []
    if (hasRecords) this.#known = new Set(index.moves.map(({ id }) => keyOf(id)))
    this.#fresh = new Set(fresh)
    for (const move of fresh) this.#waiting.leaveToAuthor(move)
    if (this.#undoManager !== null) followInUndo(this.#undoManager, fresh, doc.clientID)
    const { origin } = transaction as { origin: unknown }
    // Read again, everything looks new and nothing is.
    if (origin === carriedOrigin || origin === rereadOrigin) return
    const candidates = new Set<Y.Item>()
    for (const move of fresh) addTextsOf(move, { index, store: doc.store }, candidates)
    addNewItems(transaction, index, candidates)
    // What waits can be due by a new record, by a deletion (of the copy that won), or because time has passed.
    const isNews = fresh.length > 0 || transaction.local || transaction.deleteSet.clients.size > 0
    if (isNews) for (const item of this.#waiting.itemsIn(transaction)) candidates.add(item)
    if (isNews || candidates.size > 0) this.#carry(transaction, candidates)
    if (fresh.length > 0) this.#carryLeaves(transaction, fresh)
  }

  #carryLeaves(cause: Y.Transaction, fresh: readonly Move[]): void {
    const { doc, mayWrite, content } = this.#options
    const rules = { index: this.#moves(), content }
    const items = mayWrite() ? strayLeaves(cause, fresh, rules) : []
    if (items.length === 0) return
    doc.transact((transaction) => {
      const runs = carryLeaves(transaction, { cause, items, rules })
      if (runs.length === 0) return
      // The text behind them was cut off, perhaps.
      const cut = findMoves(transaction, { content })
      this.#push({ texts: [], places: [], created: [], ...cut, leaves: { runs, isCarried: true } })
      this.#options.onCarried(transaction)
    }, carriedOrigin)
  }

  #carry(cause: Y.Transaction, candidates: ReadonlySet<Y.Item>): void {
    const { doc, mayWrite, content } = this.#options
    const { store } = doc
    const index = this.#moves()
    const strays = this.#dueStrays(cause, candidates)
    const isDue = ({ double, authors }: Move): boolean =>
      double && (cause.local || authors.includes(doc.clientID))
    const lost = mayWrite() ? index.moves.filter((move) => isDue(move)) : []
    const runs = lost.flatMap((move) => lostRuns(move, index, store))
    const blocks = lost.flatMap((move) => leftEmpty(move, store))
    if (strays.size + runs.length + blocks.length === 0) return
    doc.transact((transaction) => {
      const texts = [...strays].flatMap(
        ([text, items]) => carryStrays(transaction, { text, items, index }) ?? [],
      )
      if (texts.length > 0) this.#push({ texts, places: [], created: [] })
      deleteRuns(transaction, runs)
      const empty = [
        ...[...strays.keys()].flatMap((text) => leftover(text, index)),
        ...lost.flatMap((move) => leftEmpty(move, store)),
      ]
      const removed = removeBlocks(transaction, empty, { carried: texts, rules: { content } })
      if (removed !== null) this.#push(removed)
      forgetSearchMarkers(transaction)
      this.#options.onCarried(transaction)
    }, carriedOrigin)
    const carried = this.#moves()
    for (const items of strays.values()) {
      for (const item of items) if (carried.find(item.id) !== null) this.#waiting.forget(item)
    }
  }

  /** The stray ones that are ours to carry. The others wait for their authors. */
  #dueStrays(cause: Y.Transaction, candidates: ReadonlySet<Y.Item>): Map<Y.XmlText, Y.Item[]> {
    const { doc, mayWrite } = this.#options
    const index = this.#moves()
    const isLive = isLiveIn(doc.store)
    const strays = new Map<Y.XmlText, Y.Item[]>()
    const parts = new MovedParts()
    const isNew = ({ client, clock }: Y.ID): boolean => clock >= (cause.beforeState.get(client) ?? 0)
    const wasBefore = (item: Y.Item, move: Move): boolean => !isNew(item.id) && isNew(move.id)
    for (const item of splitAtBounds(cause, candidates, index)) {
      // What is deleted here is deleted on purpose; elsewhere perhaps in ignorance.
      const isNewlyGone = Y.isDeleted(cause.deleteSet, item.id)
      const isGone = item.deleted && (isNewlyGone ? cause.local : !this.#waiting.has(item))
      const isText = item.content instanceof Y.ContentString || item.content instanceof Y.ContentFormat
      const { parent } = item
      const move = isGone || !isText ? null : straysFrom(item, { index, parts, wasBefore })
      if (move === null || !(parent instanceof Y.XmlText)) {
        this.#waiting.forget(item)
        continue
      }
      this.#waiting.add(item)
      const isOurs = item.id.client === doc.clientID || (cause.local && this.#waiting.isOverdue(item))
      // Another copy of the same text is there: two people moved it, and one of them deleted the other's place.
      if (!mayWrite() || !isOurs || index.hasLiveTwin(item.id, isLive)) continue
      strays.set(parent, [...(strays.get(parent) ?? []), item])
    }
    return strays
  }

  #push(move: MoveRecord): void {
    this.#array.push([encodeMove(move)])
    const excess = this.#array.length - maxRecords
    if (excess > 0) this.#array.delete(0, excess)
    this.#index = null
  }

  #moves(): MoveIndex {
    this.#index ??= new MoveIndex(readMoves(this.#array), this.#options.doc.store)
    return this.#index
  }
}
