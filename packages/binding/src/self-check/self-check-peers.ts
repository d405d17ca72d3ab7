// Whether all who have seen the same updates hold the same. They always should; Yjs 13 has a fault (see
// reread-document.ts) after which documents differ for good and nothing says so. Clients therefore publish, when they are at
// rest, a checksum of what they have seen and one of what they hold, in their presence. Where the first are equal and the
// second are not, each reads its updates again in the one form that gives everybody the same. That writes nothing.

import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { canonicalUpdate } from './canonical-update.ts'
import { checksum, contentChecksum } from './checksum.ts'
import type { BlockChecksums, Checksum } from './checksum.ts'
import type { Cancel } from '../cursors/frames.ts'
import { runInSlices } from './idle.ts'
import type { Idle } from './idle.ts'
import { readUpdate, rereadDocument } from './reread-document.ts'

/** This document and another client's differ, though both have seen the same updates. */
export interface PeerDivergence {
  readonly kind: 'peers'
  /** The other client. */
  readonly clientId: number
  /** Of all updates that both have seen. */
  readonly state: string
  /** Checksum of the content as everybody reads these updates canonically; null when that would take too long. */
  readonly expected: string | null
  /** As this client held it. */
  readonly found: string
  /** How many there were, with this one. */
  readonly count: number
  /** True when this document was not the canonical one, and is now; false when only the other one was not. */
  readonly repaired: boolean
}

export interface PeerCheckOptions {
  readonly type: Y.XmlFragment
  readonly awareness: Awareness
  readonly idle: Idle
  readonly onDivergence: (divergence: PeerDivergence) => void
  /** Everything that refers to types of the document is to be dropped: they are about to be replaced. */
  readonly beforeReread: () => void
}

/** The field of the awareness state. */
export const checksumField = 'checksum'

/** So long nothing must have happened, in ms. Each message goes to everybody. */
const restTime = 5_000
/** A client that claims falsehoods costs us one reading of the document in this time, in ms. */
const timeBetweenRepairs = 60_000

export class PeerCheck {
  readonly #options: PeerCheckOptions
  readonly #blocks: BlockChecksums = new WeakMap()
  #cancel: Cancel | null = null
  #own: Checksum | null = null
  #count = 0
  /** What was reported is not reported again. */
  #reported = ''
  #repairedAt = -Infinity
  readonly #onTransaction = (transaction: Y.Transaction): void => {
    if (saysNothing(transaction)) return
    for (const changed of transaction.changed.keys()) {
      // The type and all around it: which of them is a child of the fragment does not matter.
      for (let type: unknown = changed; type instanceof Y.AbstractType; type = type.parent) {
        this.#blocks.delete(type)
      }
    }
    this.#restart()
  }
  readonly #onAwareness = ({ added }: { readonly added: readonly number[] }): void => {
    if (this.#own === null) {
      // Somebody to compare with.
      if (added.length > 0) this.#restart()
    } else this.#compare(this.#own)
  }

  constructor(options: PeerCheckOptions) {
    this.#options = options
    options.type.doc?.on('afterTransaction', this.#onTransaction)
    options.awareness.on('change', this.#onAwareness)
    this.#restart()
  }

  destroy(): void {
    this.#options.type.doc?.off('afterTransaction', this.#onTransaction)
    this.#options.awareness.off('change', this.#onAwareness)
    this.#cancel?.()
    this.#cancel = null
  }

  #restart(): void {
    this.#cancel?.()
    this.#own = null
    const { idle, type, awareness } = this.#options
    this.#cancel = idle.later(restTime, () => {
      this.#cancel = null
      // Alone: nobody to compare with, and nothing to publish.
      if (awareness.getStates().size < 2) return
      this.#cancel = runInSlices(idle, checksum(type, this.#blocks), (own) => {
        this.#cancel = null
        if (own === null) return
        this.#own = own
        publish(awareness, own)
        this.#compare(own)
      })
    })
  }

  #compare(own: Checksum): void {
    const { awareness } = this.#options
    for (const [clientId, state] of awareness.getStates()) {
      const theirs = clientId === awareness.clientID ? null : readChecksum(state[checksumField])
      if (theirs !== null && theirs.state === own.state && theirs.content !== own.content) {
        if (this.#reported !== own.state) this.#differs(own, clientId)
        return
      }
    }
  }

  #differs(own: Checksum, clientId: number): void {
    const { type, idle, onDivergence, beforeReread } = this.#options
    const { doc } = type
    const now = idle.now()
    if (doc === null || now - this.#repairedAt < timeBetweenRepairs) return
    this.#repairedAt = now
    this.#reported = own.state
    const update = canonicalUpdate(doc)
    const expected = update === null ? null : contentOf(update, type)
    const isWrong = expected !== null && expected !== own.content
    if (update !== null && isWrong) rereadDocument(doc, { update, beforeRead: beforeReread })
    this.#count++
    const { state, content: found } = own
    onDivergence({ kind: 'peers', clientId, state, expected, found, count: this.#count, repaired: isWrong })
  }
}

/** What was received was all known before. */
function saysNothing({ beforeState, afterState, deleteSet }: Y.Transaction): boolean {
  return (
    deleteSet.clients.size === 0 &&
    [...afterState].every(([client, clock]) => beforeState.get(client) === clock)
  )
}

function publish(awareness: Awareness, own: Checksum): void {
  const published = readChecksum(awareness.getLocalState()?.[checksumField])
  if (published?.state === own.state && published.content === own.content) return
  awareness.setLocalStateField(checksumField, own)
}

/** Anybody may have written it. */
function readChecksum(value: unknown): Checksum | null {
  if (typeof value !== 'object' || value === null) return null
  const { state, content } = value as Readonly<Record<string, unknown>>
  return typeof state === 'string' && typeof content === 'string' ? { state, content } : null
}

/** The checksum of what everybody reads in this update. */
function contentOf(update: Uint8Array, type: Y.XmlFragment): string {
  const copy = readUpdate(update)
  const content = finish(contentChecksum(copy.getXmlFragment(Y.findRootTypeKey(type)), new WeakMap()))
  copy.destroy()
  return content
}

function finish<Result>(work: Iterator<undefined, Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
