// What it costs to open a document with a real history: cold from the file, for one and for fifty at once, with the log
// as it was written and with the snapshot that compaction makes of it, in one run. Also with 10,000 historical writers.
//
//   node packages/server/bench/join-path.ts <automerge-paper.json.gz>
//
// The history is `automerge-paper.json.gz` of josephg/editing-traces: 259,778 edits of one text. CPU in milliseconds, of
// the main thread (where the sockets are) and of the whole process; the median of several documents that say the same.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createEngine } from '@stet/engine'
import { encodeFrame, parseDocumentName } from '@stet/protocol'
import * as Y from 'yjs'
import { foldDocument } from '../src/compaction/fold-document.ts'
import { openSqliteStorage } from '../src/storage/sqlite.ts'
import { createSystemClock } from '../src/system-clock.ts'

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('Name the file automerge-paper.json.gz.')

interface History {
  readonly txns: readonly { readonly patches: readonly (readonly [number, number, string])[] }[]
}

const rowsPerAppend = 2000
const copies = 5
/** Rows typed after the snapshot: as many as a document has on average when compaction starts at 500. */
const tailRows = 250
/** The state vector of somebody who has nothing. */
const none = new Uint8Array([0])

const folder = mkdtempSync(join(tmpdir(), 'stet-join-path-'))
const storage = await openSqliteStorage({ path: join(folder, 'stet.sqlite') })
const clock = createSystemClock()
const engine = createEngine({ log: storage, clock })

try {
  const paper = rowsOfPaper(path)
  await measure('real history, 259,778 rows', paper, { compacted: false, count: 1 })
  await measure('real history, snapshot', paper, { compacted: true, count: copies })
  await measure('10,000 writers, snapshot', rowsOfManyWriters(10_000), { compacted: true, count: copies })
} finally {
  await engine.drain()
  clock.stop()
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
}

function record(change: (doc: Y.Doc) => void): Uint8Array[] {
  const doc = new Y.Doc()
  const rows: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => rows.push(update))
  change(doc)
  for (let i = 0; i < tailRows; i += 1) doc.getText('text').insert(i, 'x')
  return rows
}

function rowsOfPaper(file: string): Uint8Array[] {
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as History
  return record((doc) => {
    const text = doc.getText('text')
    for (const { patches } of txns) {
      for (const [at, removed, inserted] of patches) {
        if (removed > 0) text.delete(at, removed)
        if (inserted !== '') text.insert(at, inserted)
      }
    }
  })
}

function rowsOfManyWriters(count: number): Uint8Array[] {
  return record((doc) => {
    const text = doc.getText('text')
    doc.transact(() => {
      for (let i = 0; i < count; i += 1) {
        doc.clientID = 1_000_000 + i * 37
        text.insert((i * 7919) % (text.length + 1), 'some words ')
        if (i % 3 === 0) text.delete((i * 104_729) % (text.length - 3), 3)
      }
    })
  })
}

async function measure(
  label: string,
  rows: readonly Uint8Array[],
  { compacted, count }: { compacted: boolean; count: number },
): Promise<void> {
  const stateVector = Y.encodeStateVectorFromUpdate(foldDocument(rows))
  const snapshot = compacted ? foldDocument(rows.slice(0, -tailRows)) : undefined
  const names = Array.from({ length: 2 * count }, (_, i) =>
    parseDocumentName(`${label.replaceAll(/\W+/gu, '-')}-${i}`),
  )
  for (const document of names) {
    const toRow = (update: Uint8Array) => ({ document, update, principal: 'bench', time: 1 })
    if (snapshot !== undefined) {
      await storage.append([toRow(snapshot)])
      const read = { document, generation: 0, afterSeq: 0, upToSeq: 1, rowsRead: 1 }
      await storage.replaceWithSnapshot({ ...read, snapshot, time: 1 })
    }
    const rest = snapshot === undefined ? rows : rows.slice(-tailRows)
    for (let at = 0; at < rest.length; at += rowsPerAppend) {
      await storage.append(rest.slice(at, at + rowsPerAppend).map(toRow))
    }
  }
  const one: Cost[] = []
  const fifty: Cost[] = []
  for (const [index, document] of names.entries()) {
    const joiners = index % 2 === 0 ? 1 : 50
    const cost = await costOf(() => Promise.all(Array.from({ length: joiners }, () => joins(document, none))))
    if (joiners === 1) one.push(cost)
    else fifty.push(cost)
  }
  const last = names.at(-1)
  const again = await costOf(async () => {
    for (let i = 0; i < 1000; i += 1) if (last !== undefined) await joins(last, stateVector)
  })
  console.log(`${label}: ${rows.length} rows written, state ${snapshot?.length ?? '-'} bytes`)
  print('first joiner, cold', median(one))
  print('50 joiners at once, cold', median(fifty))
  print('1,000 up to date, document loaded', again)
}

interface Cost {
  readonly main: number
  readonly all: number
}

async function joins(document: ReturnType<typeof parseDocumentName>, stateVector: Uint8Array): Promise<void> {
  const outlet = { sendFrame: () => true, sendText() {}, close() {} }
  const session = await engine.join({ document, principal: 'bench', role: 'write', stet: false, outlet })
  session.receive(encodeFrame({ type: 'sync-step-1', stateVector }))
  session.leave()
}

async function costOf(run: () => Promise<unknown>): Promise<Cost> {
  const before = { main: process.threadCpuUsage(), all: process.cpuUsage() }
  await run()
  const main = process.threadCpuUsage(before.main)
  const all = process.cpuUsage(before.all)
  return { main: (main.user + main.system) / 1000, all: (all.user + all.system) / 1000 }
}

function median(costs: readonly Cost[]): Cost {
  const middle = (pick: (cost: Cost) => number): number =>
    costs.map(pick).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN
  return { main: middle(({ main }) => main), all: middle(({ all }) => all) }
}

function print(what: string, { main, all }: Cost): void {
  console.log(
    `  ${what.padEnd(36)} main ${main.toFixed(1).padStart(8)} ms   process ${all.toFixed(1).padStart(8)} ms`,
  )
}
