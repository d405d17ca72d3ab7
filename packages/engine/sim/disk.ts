/**
 * A disk that takes its time, fails, and lies only in the way real ones may: an append that is reported as failed, or
 * whose server died before it heard, may have been stored all the same. It never reports what it has not stored.
 */
import type { DocumentName } from '@stet/protocol'
import type { Claim, Log, LogRow } from '../src/ports.ts'
import { Holdings } from './oracle.ts'
import { Random } from './random.ts'
import { SimFailure, throwLater, type World } from './world.ts'

/** How appends go at the moment. 'lost-reply': stored, but reported as failed. */
export type DiskMood = 'well' | 'failing' | 'lost-reply' | 'slow'

interface Append {
  readonly life: number
  readonly rows: readonly LogRow[]
}

export class SimDisk {
  readonly #world: World
  readonly #random: Random
  readonly #rows = new Map<DocumentName, Uint8Array[]>()
  readonly #claims = new Map<DocumentName, Claim[]>()
  readonly #holdings = new Map<DocumentName, Holdings>()
  readonly #underway = new Set<Append>()
  /** The rows of the last append, if it failed: the server owes them. */
  #refused: readonly LogRow[] = []
  #life = 0
  mood: DiskMood = 'well'
  loadsFail = false
  appends = 0
  failedAppends = 0

  constructor(world: World, seed: number) {
    this.#world = world
    this.#random = new Random(seed, 'disk')
  }

  rows(document: DocumentName): readonly Uint8Array[] {
    return this.#rows.get(document) ?? []
  }

  /** What is on stable storage now, as plain Yjs reads it. */
  holdings(document: DocumentName): Holdings {
    let holdings = this.#holdings.get(document)
    if (holdings === undefined) {
      holdings = new Holdings()
      this.#holdings.set(document, holdings)
    }
    return holdings
  }

  /** The server died: what was underway was stored or was not, and nobody will be told. */
  crash(): void {
    this.#life += 1
    for (const append of this.#underway) {
      if (this.#random.chance(0.5)) this.#store(append.rows)
    }
    this.#underway.clear()
    this.#refused = []
  }

  /** The log as one life of the server sees it. */
  log(): Log {
    const life = this.#life
    return {
      load: (document) =>
        new Promise((resolve, reject) => {
          if (life === this.#life) this.#checkNothingUnderway(document)
          this.#world.after(this.#random.between(0, 40), () => {
            if (life !== this.#life) return
            if (this.loadsFail) reject(new Error('simulated: the disk cannot be read'))
            else resolve([...this.rows(document)])
          })
        }),
      claims: (document) => Promise.resolve([...(this.#claims.get(document) ?? [])]),
      append: (rows) =>
        new Promise((resolve, reject) => {
          if (life !== this.#life) return
          this.appends += 1
          const append = { life, rows }
          this.#underway.add(append)
          this.#refused = []
          const ms = this.mood === 'slow' ? this.#random.between(200, 1_500) : this.#random.between(1, 40)
          this.#world.after(ms, () => {
            if (!this.#underway.delete(append)) return
            if (this.mood !== 'failing') this.#store(rows)
            if (this.mood === 'well' || this.mood === 'slow') {
              resolve()
            } else {
              this.failedAppends += 1
              this.#refused = rows
              reject(new Error(`simulated: ${this.mood}`))
            }
          })
        }),
    }
  }

  /** Who reads a document while rows of it are on their way had forgotten a room that was not clean. */
  #checkNothingUnderway(document: DocumentName): void {
    for (const rows of [this.#refused, ...[...this.#underway].map((append) => append.rows)]) {
      if (!rows.some((row) => row.document === document)) continue
      throwLater(
        this.#world,
        new SimFailure('dirty-unload', `${document} is read while rows of it are on their way`),
      )
    }
  }

  #store(rows: readonly LogRow[]): void {
    for (const { document, update, claims = [] } of rows) {
      this.#claims.set(document, [...(this.#claims.get(document) ?? []), ...claims])
      this.#world.note(`disk stores ${update.byteLength} bytes of ${document}`)
      const list = this.#rows.get(document) ?? []
      // A copy, as a disk makes one: what the engine does to its arrays afterwards must not matter.
      list.push(update.slice())
      this.#rows.set(document, list)
      this.holdings(document).add(update)
    }
  }
}
