// Storage for tests and throw-away servers: the same port as SQLite, with nothing behind it.
//
// Durability: none. What is appended lives as long as this object.
import { deriveTitle } from './derive-title.ts'
import { StorageError } from './storage-error.ts'
import type { DocumentRecord, ListOptions, Storage } from './types.ts'
import type { LogRow } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

export function createMemoryStorage(): Storage {
  const documents = new Map<DocumentName, Entry>()
  let closed = false

  const open = (): void => {
    if (closed) throw new StorageError('closed', 'This storage is closed.')
  }
  const add = (document: DocumentName, time: number): Entry => {
    const entry: Entry = { rows: [], created: time, changed: time, bytes: 0, title: '', titleRows: 0 }
    documents.set(document, entry)
    return entry
  }

  return {
    async load(document) {
      open()
      return (documents.get(document)?.rows ?? []).map((row) => row.slice())
    },
    async append(rows: readonly LogRow[]) {
      open()
      for (const row of rows) {
        const entry = documents.get(row.document) ?? add(row.document, row.time)
        entry.rows.push(new Uint8Array(row.update))
        entry.bytes += row.update.length
        entry.changed = Math.max(entry.changed, row.time)
      }
    },
    async create(document, time) {
      open()
      if (documents.has(document)) return false
      add(document, time)
      return true
    },
    async list({ limit, before }: ListOptions) {
      open()
      return [...documents]
        .map(([document, entry]) => ({ document, entry }))
        .sort((a, b) => listOrder(a.document, a.entry.changed, b.document, b.entry.changed))
        .filter(
          (item) =>
            before === undefined ||
            listOrder(item.document, item.entry.changed, before.document, before.changed) > 0,
        )
        .slice(0, limit)
        .map((item) => toRecord(item.document, item.entry))
    },
    async describe(document) {
      open()
      const entry = documents.get(document)
      return entry && toRecord(document, entry)
    },
    healthy: () => !closed,
    async close() {
      closed = true
    },
  }
}

interface Entry {
  readonly rows: Uint8Array[]
  readonly created: number
  changed: number
  bytes: number
  title: string
  /** How many rows `title` was derived from. */
  titleRows: number
}

function toRecord(document: DocumentName, entry: Entry): DocumentRecord {
  if (entry.titleRows !== entry.rows.length) {
    entry.title = deriveTitle(entry.rows) ?? entry.title
    entry.titleRows = entry.rows.length
  }
  const { title, created, changed, bytes } = entry
  return { document, title, created, changed, bytes }
}

/** Negative when a comes first: newest change, then the greater name (as SQLite compares: by bytes, and names are ASCII). */
function listOrder(a: string, aChanged: number, b: string, bChanged: number): number {
  if (aChanged !== bChanged) return bChanged - aChanged
  if (a === b) return 0
  return a > b ? -1 : 1
}
