// A document with a long history that nobody has open: the first to come, and fifty at once. Both servers have it in
// their own file: Stet as compaction leaves it (a snapshot and the newest rows), Hocuspocus as the state it stores.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import { parseDocumentName } from '@stet/protocol'
import * as Y from 'yjs'
import { openSqliteStorage } from '../../src/index.ts'
import { median } from '../row.ts'
import type { Column, Row } from '../row.ts'
import type { ServerName } from '../servers/start.ts'
import type { Context } from './context.ts'

interface Recorded {
  readonly txns: readonly { readonly patches: readonly (readonly [number, number, string])[] }[]
}

type Patch = readonly [at: number, removed: number, inserted: string]

const newestRows = 250

export async function coldOpen(context: Context): Promise<readonly Row[]> {
  const patches = existsSync(context.history) ? recorded(context.history) : madeUp()
  const history = replay(patches)
  const scenario = `cold open of ${patches.length.toLocaleString('en')} edits${existsSync(context.history) ? '' : ' (made up)'}`
  const rows: Row[] = []
  for (const joiners of [1, 50]) {
    const cpu: Partial<Record<Column, number>> = {}
    const wait: Partial<Record<Column, number>> = {}
    const bytes: Partial<Record<Column, number>> = {}
    for (const name of context.servers) {
      if (name !== 'stet' && name !== 'hocuspocus') continue
      const costs: number[] = []
      const waits: number[] = []
      const folder = mkdtempSync(join(tmpdir(), 'stet-bench-'))
      await store(name, folder, history)
      const server = await context.start(name, { folder })
      const { port, dialect } = server
      const crowdOf = { port, dialect, atOnce: joiners, clients: joiners, greet: false }
      // The first of all finds code that was never run; the documents after it are alike.
      for (let copy = 0; copy < copies; copy += 1) {
        const before = await server.usage()
        const opened = await context.generator.call('open', { ...crowdOf, documents: [`cold-${copy}`] })
        const after = await server.usage()
        if (copy > 0) costs.push(after.cpuMs - before.cpuMs)
        if (copy > 0) waits.push(opened.p99Ms)
        bytes[name] = opened.bytes / joiners / 1024
        await context.generator.call('close', opened.crowd)
      }
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
      cpu[name] = median(costs)
      wait[name] = median(waits)
      context.say(`${scenario}: ${name}, ${joiners} at once: ${median(costs).toFixed(1)} ms CPU`)
    }
    const who = joiners === 1 ? 'first joiner' : `${joiners} joiners at once`
    rows.push(
      {
        scenario,
        measure: `CPU, ${who}`,
        unit: 'ms',
        values: cpu,
        goal: joiners === 1 ? { kind: 'at-most', value: 30 } : undefined,
      },
      { scenario, measure: `until joined, ${who}`, unit: 'ms', values: wait },
    )
  }
  return rows
}

const copies = 4

interface History {
  readonly snapshot: Uint8Array
  readonly newest: readonly Uint8Array[]
  readonly state: Uint8Array
}

function recorded(file: string): readonly Patch[] {
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recorded
  return txns.flatMap(({ patches }) => patches)
}

/** Someone who types words, goes back and takes some away. */
function madeUp(): readonly Patch[] {
  const patches: Patch[] = []
  let length = 0
  for (let i = 0; i < 100_000; i += 1) {
    if (length > 20 && i % 4 === 3) {
      patches.push([length - 1 - (i % 17), 1, ''])
      length -= 1
    } else {
      patches.push([length === 0 ? 0 : (i * 7919) % length, 0, 'x'])
      length += 1
    }
  }
  return patches
}

function replay(patches: readonly Patch[]): History {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  doc.transact(() => {
    for (const [at, removed, inserted] of patches) {
      if (removed > 0) text.delete(at, removed)
      if (inserted !== '') text.insert(at, inserted)
    }
  })
  const snapshot = Y.encodeStateAsUpdate(doc)
  const newest: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => newest.push(update))
  for (let i = 0; i < newestRows; i += 1) text.insert(i, 'x')
  return { snapshot, newest, state: Y.encodeStateAsUpdate(doc) }
}

async function store(name: ServerName, folder: string, { snapshot, newest, state }: History): Promise<void> {
  const names = Array.from({ length: copies }, (_, index) => parseDocumentName(`cold-${index}`))
  if (name === 'hocuspocus') {
    const db = new DatabaseSync(join(folder, 'hocuspocus.sqlite'))
    db.exec(
      'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL UNIQUE, "data" blob NOT NULL)',
    )
    for (const document of names) db.prepare('INSERT INTO "documents" VALUES (?, ?)').run(document, state)
    db.close()
    return
  }
  const storage = await openSqliteStorage({ path: join(folder, 'stet.sqlite') })
  for (const document of names) {
    const toRow = (update: Uint8Array) => ({ document, update, principal: 'bench', time: 1 })
    await storage.append([toRow(snapshot)])
    const read = { document, generation: 0, afterSeq: 0, upToSeq: 1, rowsRead: 1 }
    await storage.replaceWithSnapshot({ ...read, snapshot, time: 1 })
    await storage.append(newest.map(toRow))
  }
  await storage.close()
}
