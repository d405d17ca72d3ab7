// Where the offline copy of one document lies: rows of Yjs updates in an IndexedDB database of its own. The
// idea is y-indexeddb's (append rows, fold them now and then); ours differs in having an error path: every
// operation either is committed or rejects with a sentence, and deletion by another tab is noticed.

import * as Y from 'yjs'

/** What an offline copy needs of a storage; pass your own as the option `offline`. */
export interface OfflineStore {
  /** Every row kept so far, in the order written. MUST reject rather than leave out rows. */
  load(): Promise<readonly Uint8Array[]>
  /** Resolves when all rows are committed, all or nothing. MUST reject, not hang, when it cannot. 'strict' asks
   * for the disk, not only its cache, where the platform can. */
  append(updates: readonly Uint8Array[], durability: 'strict' | 'relaxed'): Promise<void>
  /** Folds the rows there are into one, without losing rows that others append meanwhile. `gc` as on Y.Doc. */
  compact(options: { readonly gc: boolean }): Promise<void>
  /** Deletes the copy, in the other tabs' hands too: their next `append` rejects with 'forgotten'. */
  clear(): Promise<void>
  close(): void
}

/**
 * `forgotten`: the copy was deleted on purpose and must not be written again. `lost`: the copy vanished (the
 * browser or the person cleared it); a full copy may be written again. `outdated`: a newer version of the page
 * has taken it over. `full`: no space. `blocked`: another tab holds it. `unavailable`: anything else, such as a
 * private window.
 */
export type OfflineStoreErrorCode = 'forgotten' | 'outdated' | 'lost' | 'full' | 'blocked' | 'unavailable'

/** An offline store could not do what it was asked; the message is for a person. */
export class OfflineStoreError extends Error {
  readonly code: OfflineStoreErrorCode

  constructor(code: OfflineStoreErrorCode, options?: { readonly cause?: unknown }) {
    super(sentences[code], options)
    this.name = 'OfflineStoreError'
    this.code = code
  }
}

const sentences: Readonly<Record<OfflineStoreErrorCode, string>> = {
  forgotten: 'The copy of this document on this device was deleted. Changes are no longer kept here.',
  outdated: 'A newer version of this page is open in another tab. Reload this one to keep changes here.',
  lost: 'The browser deleted the copy of this document on this device.',
  full: 'There is no space left on this device to keep changes. Free some space.',
  blocked: 'Another tab holds the copy of this document on this device. Close the other tabs or reload them.',
  unavailable: 'This browser does not let this page keep changes on this device (a private window, perhaps).',
}

const table = 'updates'
const version = 1

/** A database that neither opens nor fails would keep `load` waiting for ever (seen in Safari). */
const openTimeoutMs = 5000

/** An offline store in IndexedDB. `name` is the database's name, so one per server and document. */
export function createIndexedDbStore(options: {
  readonly name: string
  readonly indexedDB?: IDBFactory
}): OfflineStore {
  return new IndexedDbStore(options.name, options.indexedDB ?? globalThis.indexedDB)
}

class IndexedDbStore implements OfflineStore {
  private readonly name: string
  private readonly factory: IDBFactory
  private opening: Promise<IDBDatabase> | undefined
  /** Set once the copy is no longer ours to write. */
  private ended: 'forgotten' | 'outdated' | undefined
  private lost = false

  constructor(name: string, factory: IDBFactory) {
    this.name = name
    this.factory = factory
  }

  async load(): Promise<readonly Uint8Array[]> {
    this.lost = false
    return await this.transact({ mode: 'readonly', durability: 'relaxed' }, (rows, done) => {
      const all = rows.getAll()
      all.addEventListener('success', () => done(all.result as Uint8Array[]))
    })
  }

  async append(updates: readonly Uint8Array[], durability: 'strict' | 'relaxed'): Promise<void> {
    if (this.lost) {
      this.lost = false
      throw new OfflineStoreError('lost')
    }
    await this.transact<void>({ mode: 'readwrite', durability }, (rows, done) => {
      for (const update of updates) rows.add(update)
      done()
    })
  }

  async compact({ gc }: { readonly gc: boolean }): Promise<void> {
    await this.transact<void>({ mode: 'readwrite', durability: 'strict' }, (rows, done) => {
      const keys = rows.getAllKeys()
      const values = rows.getAll()
      // Requests of one transaction answer in order, so both are there when the second is.
      values.addEventListener('success', () => {
        done()
        if (keys.result.length < 2) return
        const folded = foldUpdates(values.result as Uint8Array[], gc)
        for (const key of keys.result) rows.delete(key)
        rows.add(folded)
      })
    })
  }

  async clear(): Promise<void> {
    const open = this.opening
    this.ended = 'forgotten'
    this.opening = undefined
    if (open !== undefined) await open.then((db) => db.close()).catch(ignore)
    await new Promise<void>((resolve, reject) => {
      const request = this.factory.deleteDatabase(this.name)
      let timer: ReturnType<typeof setTimeout> | undefined
      request.addEventListener('success', () => {
        clearTimeout(timer)
        resolve()
      })
      request.addEventListener('error', () => {
        clearTimeout(timer)
        reject(storeError(request.error))
      })
      // The other tabs close on `versionchange`, after their last write; one that does not is frozen.
      request.addEventListener('blocked', () => {
        timer = setTimeout(() => reject(new OfflineStoreError('blocked')), openTimeoutMs)
      })
    })
  }

  close(): void {
    const open = this.opening
    this.opening = undefined
    open?.then((db) => db.close()).catch(ignore)
  }

  private async transact<T>(
    options: { readonly mode: IDBTransactionMode; readonly durability: 'strict' | 'relaxed' },
    run: (rows: IDBObjectStore, done: (result: T) => void) => void,
  ): Promise<T> {
    const db = await this.database()
    return await new Promise<T>((resolve, reject) => {
      let result: { readonly value: T } | undefined
      let transaction: IDBTransaction
      try {
        transaction = db.transaction(table, options.mode, { durability: options.durability })
      } catch (error) {
        // The database was closed under us between opening and now.
        reject(this.closedError(error))
        return
      }
      transaction.addEventListener('complete', () => {
        if (result === undefined) reject(new OfflineStoreError('unavailable'))
        else resolve(result.value)
      })
      transaction.addEventListener('abort', () => reject(storeError(transaction.error)))
      try {
        run(transaction.objectStore(table), (value) => {
          result = { value }
        })
      } catch (error) {
        transaction.abort()
        reject(storeError(error))
      }
    })
  }

  private async database(): Promise<IDBDatabase> {
    if (this.ended !== undefined) throw new OfflineStoreError(this.ended)
    const opening = (this.opening ??= this.open())
    try {
      return await opening
    } catch (error) {
      // The next attempt opens anew: space may be free, the other tab closed.
      if (this.opening === opening) this.opening = undefined
      throw error
    }
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      let settled = false
      const fail = (error: OfflineStoreError) => {
        settled = true
        clearTimeout(timer)
        reject(error)
      }
      const timer = setTimeout(() => fail(new OfflineStoreError('blocked')), openTimeoutMs)
      let request: IDBOpenDBRequest
      try {
        request = this.factory.open(this.name, version)
      } catch (error) {
        fail(storeError(error))
        return
      }
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(table, { autoIncrement: true })
      })
      request.addEventListener('blocked', () => fail(new OfflineStoreError('blocked')))
      request.addEventListener('error', () => fail(storeError(request.error)))
      request.addEventListener('success', () => {
        const db = request.result
        if (settled) {
          db.close()
          return
        }
        settled = true
        clearTimeout(timer)
        this.watch(db)
        resolve(db)
      })
    })
  }

  private watch(db: IDBDatabase): void {
    // Another tab deletes the copy, or a newer version of this page changes it. Not closing would block it.
    db.addEventListener('versionchange', (event) => {
      this.ended = event.newVersion === null ? 'forgotten' : 'outdated'
      this.opening = undefined
      db.close()
    })
    // Not our doing: the browser or the person cleared the site's data.
    db.addEventListener('close', () => {
      this.lost = true
      this.opening = undefined
    })
  }

  private closedError(cause: unknown): OfflineStoreError {
    return this.ended === undefined ? storeError(cause) : new OfflineStoreError(this.ended, { cause })
  }
}

/** One update that holds what all rows hold, squashed as a Y.Doc does; rows that wait for others stay waiting. */
function foldUpdates(updates: readonly Uint8Array[], gc: boolean): Uint8Array {
  const doc = new Y.Doc({ gc })
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return Y.encodeStateAsUpdate(doc)
  } finally {
    doc.destroy()
  }
}

function storeError(cause: unknown): OfflineStoreError {
  if (cause instanceof OfflineStoreError) return cause
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ''
  return new OfflineStoreError(name === 'QuotaExceededError' ? 'full' : 'unavailable', { cause })
}

function ignore(): void {
  // The reason was reported by the operation that waited for it.
}
