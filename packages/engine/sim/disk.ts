/**
 * A disk that takes its time, fails, and lies only in the way real ones may: an append that is reported as failed, or
 * whose server died before it heard, may have been stored all the same. It never reports what it has not stored.
 */
import type { DocumentName } from '@stet/protocol'
import type { Claim, Log, LogRow } from '../src/ports.ts'
import { fold, Holdings } from './oracle.ts'
import { Random } from './random.ts'
import type { AccessBook } from './access-book.ts'
import { SimFailure, throwLater, type World } from './world.ts'

/** How appends go at the moment. 'lost-reply': stored, but reported as failed. */
export type DiskMood = 'well' | 'failing' | 'lost-reply' | 'slow'

/** Takes the place of the first `rows` rows when the document is read. */
interface Snapshot {
  readonly rows: number
  readonly update: Uint8Array
}

interface Append {
  readonly life: number
  readonly rows: readonly LogRow[]
}

export class SimDisk {
  readonly #world: World
  readonly #random: Random
  readonly #access: AccessBook
  readonly #snapshots = new Map<DocumentName, Snapshot>()
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
  compactions = 0

  constructor(options: { readonly world: World; readonly access: AccessBook; readonly seed: number }) {
    const { world, access, seed } = options
    this.#world = world
    this.#access = access
    this.#random = new Random(seed, 'disk')
  }

  rows(document: DocumentName): readonly Uint8Array[] {
    return this.#rows.get(document) ?? []
  }

  claims(document: DocumentName): readonly Claim[] {
    return [...(this.#claims.get(document) ?? [])]
  }

  /** What somebody reads who opens the document now. */
  read(document: DocumentName): readonly Uint8Array[] {
    return this.#read(document, this.#snapshots.get(document))
  }

  /** Makes a snapshot of what there is, which takes the place of the rows it was made of some time later. */
  compact(document: DocumentName, ms: number): void {
    const before = this.#snapshots.get(document)
    const updates = this.#read(document, before)
    const rows = this.rows(document).length
    if (rows === (before?.rows ?? 0)) return
    const update = this.fold(updates)
    this.#world.after(ms, () => {
      if (this.#snapshots.get(document) !== before) return
      this.#world.note(`a snapshot of ${document} stands for ${rows} rows`)
      this.#snapshots.set(document, { rows, update })
      this.compactions += 1
    })
  }

  /** Public, so that a test can break it. */
  fold(updates: readonly Uint8Array[]): Uint8Array {
    return fold(updates)
  }

  #read(document: DocumentName, snapshot: Snapshot | undefined): readonly Uint8Array[] {
    const rows = this.rows(document)
    return snapshot === undefined ? [...rows] : [snapshot.update.slice(), ...rows.slice(snapshot.rows)]
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
          // A document is read page by page, and a snapshot may take the place of rows meanwhile.
          const snapshot = this.#snapshots.get(document)
          this.#world.after(this.#random.between(0, 40), () => {
            if (life !== this.#life) return
            if (this.loadsFail) reject(new Error('simulated: the disk cannot be read'))
            else resolve(this.#read(document, snapshot))
          })
        }),
      claims: (document) => Promise.resolve(this.claims(document)),
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
    for (const row of rows) {
      const { document, update, claims = [] } = row
      this.#access.checkRow(row, this.holdings(document).newIn(update))
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
