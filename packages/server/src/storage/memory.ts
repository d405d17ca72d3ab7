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
    const entry: Entry = {
      rows: [],
      firstSeq: 1,
      snapshot: undefined,
      archived: [],
      claims: new Map(),
      created: time,
      changed: time,
      title: '',
      titleRows: 0,
    }
    documents.set(document, entry)
    return entry
  }

  return {
    async load(document) {
      open()
      const entry = documents.get(document)
      return entry === undefined ? [] : loaded(entry).map((update) => update.slice())
    },
    async claims(document) {
      open()
      const owners = [...(documents.get(document)?.claims ?? [])]
      return [...Map.groupBy(owners, ([, principal]) => principal)].map(([principal, own]) => ({
        principal,
        clients: own.map(([client]) => client),
      }))
    },
    async append(rows: readonly LogRow[]) {
      open()
      for (const row of rows) {
        const entry = documents.get(row.document) ?? add(row.document, row.time)
        entry.rows.push(new Uint8Array(row.update))
        entry.changed = Math.max(entry.changed, row.time)
        for (const { principal, clients } of row.claims ?? []) {
          for (const client of clients) entry.claims.set(client, principal)
        }
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
    async compactable({ limit, rows, bytes, idle }) {
      open()
      return [...documents]
        .map(([document, entry]) => ({ document, entry, tail: tailOf(entry) }))
        .filter(({ entry, tail }) => {
          const isIdle = tail.length >= idle.rows && entry.changed < idle.before
          return tail.length > rows || sizeOf(tail) > bytes || isIdle
        })
        .sort((a, b) => b.tail.length - a.tail.length)
        .slice(0, limit)
        .map(({ document, entry, tail }) => ({
          document,
          lastSeq: lastSeq(entry),
          rows: tail.length,
          bytes: sizeOf(loaded(entry)),
        }))
    },
    async readForCompaction(document) {
      open()
      const entry = documents.get(document)
      const rows = entry === undefined ? [] : tailOf(entry).map((row) => row.slice())
      if (entry === undefined || rows.length === 0) return undefined
      const { generation = 0, seq: afterSeq = 0, snapshot } = entry.snapshot ?? {}
      return { generation, snapshot: snapshot?.slice(), afterSeq, upToSeq: afterSeq + rows.length, rows }
    },
    async replaceWithSnapshot({ document, generation, afterSeq, upToSeq, rowsRead, snapshot, time }) {
      open()
      const entry = documents.get(document)
      if (entry === undefined || generation !== (entry.snapshot?.generation ?? 0)) return false
      const known = afterSeq === (entry.snapshot?.seq ?? 0) && upToSeq <= lastSeq(entry)
      if (!known || upToSeq - afterSeq !== rowsRead) {
        throw new StorageError('damaged', `The rows of document "${document}" are not those that were read.`)
      }
      entry.snapshot = { generation: generation + 1, seq: upToSeq, snapshot: new Uint8Array(snapshot) }
      entry.archived.push({ time, seq: upToSeq })
      return true
    },
    async trimArchive({ archivedBefore, limit }) {
      open()
      let removed = 0
      for (const entry of documents.values()) {
        while (removed < limit) {
          const [oldest] = entry.archived
          if (oldest === undefined || oldest.time >= archivedBefore) break
          const allowed = limit - removed
          const gone = entry.rows.splice(0, Math.min(allowed, oldest.seq + 1 - entry.firstSeq)).length
          entry.firstSeq += gone
          removed += gone
          if (gone < allowed) entry.archived.shift()
        }
      }
      return removed
    },
    healthy: () => !closed,
    async close() {
      closed = true
    },
  }
}

interface Entry {
  /** Those that a snapshot stands for included, until they are let go. */
  readonly rows: Uint8Array[]
  /** The sequence number of `rows[0]`. */
  firstSeq: number
  snapshot: { readonly generation: number; readonly seq: number; readonly snapshot: Uint8Array } | undefined
  /** When rows up to a sequence number became archived, oldest first. */
  readonly archived: { readonly time: number; readonly seq: number }[]
  /** client id -> its principal */
  readonly claims: Map<number, string>
  readonly created: number
  changed: number
  title: string
  /** Up to which row `title` was derived. */
  titleRows: number
}

function lastSeq({ firstSeq, rows }: Entry): number {
  return firstSeq + rows.length - 1
}

function tailOf({ rows, firstSeq, snapshot }: Entry): readonly Uint8Array[] {
  return rows.slice(Math.max(0, (snapshot?.seq ?? 0) + 1 - firstSeq))
}

/** The snapshot, and the rows beyond it. */
function loaded(entry: Entry): readonly Uint8Array[] {
  return entry.snapshot === undefined ? tailOf(entry) : [entry.snapshot.snapshot, ...tailOf(entry)]
}

function sizeOf(updates: readonly Uint8Array[]): number {
  return updates.reduce((sum, update) => sum + update.length, 0)
}

function toRecord(document: DocumentName, entry: Entry): DocumentRecord {
  if (entry.titleRows !== lastSeq(entry)) {
    entry.title = deriveTitle(loaded(entry)) ?? entry.title
    entry.titleRows = lastSeq(entry)
  }
  const { title, created, changed } = entry
  return { document, title, created, changed, bytes: sizeOf(loaded(entry)) }
}

/** Negative when a comes first: newest change, then the greater name (as SQLite compares: by bytes, and names are ASCII). */
function listOrder(a: string, aChanged: number, b: string, bChanged: number): number {
  if (aChanged !== bChanged) return bChanged - aChanged
  if (a === b) return 0
  return a > b ? -1 : 1
}
