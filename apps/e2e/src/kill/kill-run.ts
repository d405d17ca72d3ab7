// The kill test: clients write without a pause, the server is killed with SIGKILL at a random instant, what it left on
// disk is read by plain Yjs, and every entry that any client was told is saved must be there (and every deletion that
// was confirmed must still be deleted) before any client had a chance to send it again. Then the server starts on the
// same data, the same clients reconnect with what they hold, and the next round begins.
import { join } from 'node:path'
import { parseDocumentName } from '@stet/protocol'
import { openSqliteStorage } from '@stet/server'
import { checkSqliteFile } from '@stet/server/storage'
import * as Y from 'yjs'
import { startStet, temporaryFolder } from '../harness/stet-process.ts'
import { AckingClient } from './acking-client.ts'
import type { DocumentName } from '@stet/protocol'
import { createRandom } from '../harness/random.ts'

export interface KillRunOptions {
  readonly kills: number
  readonly seed: number
  readonly documents?: number
  readonly clientsPerDocument?: number
}

export interface KillRunReport {
  readonly kills: number
  readonly written: number
  readonly acked: number
  /** Acked entries, or acked deletions, that the disk did not hold after a kill. The promise is 0. */
  readonly lost: readonly string[]
  /** Documents whose clients did not end equal after the last restart. The promise is none. */
  readonly unequal: readonly string[]
  /** What `stet check` finds in the file, as each kill left it and at the end. The promise is nothing. */
  readonly problems: readonly string[]
  /** Snapshots that took the place of rows while the servers were being killed. */
  readonly compactions: number
}

const writeEveryMs = 4
/** Snapshots take the place of rows all the time, so that kills fall into that too. */
const serverFlags = ['--compact-rows', '10']
const firstKillAfterMs = 150
const killSpreadMs = 700

export async function runKills(options: KillRunOptions): Promise<KillRunReport> {
  const seeded = createRandom(options.seed)
  const random = (): number => seeded.next()
  const documents = Array.from({ length: options.documents ?? 3 }, (_, index) =>
    parseDocumentName(`kill-${index}`),
  )
  const data = temporaryFolder('kill')
  let server = await startStet({ data: data.path, args: serverFlags })
  const clients = new Map(
    documents.map((document) => [
      document,
      Array.from(
        { length: options.clientsPerDocument ?? 3 },
        (_, index) => new AckingClient(`${document}/${index}`, `${server.syncUrl}/${document}`),
      ),
    ]),
  )
  const everyone = [...clients.values()].flat()
  const lost: string[] = []
  const unequal: string[] = []
  const problems: string[] = []
  const path = join(data.path, 'stet.sqlite')
  const examine = async (when: string): Promise<void> => {
    const check = await checkSqliteFile(path)
    problems.push(
      ...check.problems.map(({ document, message }) => `${when}: ${document ?? 'file'}: ${message}`),
    )
  }
  let written = 0
  const writing = setInterval(() => {
    for (const client of everyone) {
      if (random() < 0.5) continue
      client.act(random)
      written++
    }
  }, writeEveryMs)
  try {
    for (let kill = 1; kill <= options.kills; kill++) {
      await Promise.race(everyone.map((client) => client.nextAck()))
      // Most servers die too young to have compacted anything; every fourth lives until it has, and goes on doing it.
      if (kill % 4 === 0) await compacting(server.url)
      await delay(firstKillAfterMs + random() * killSpreadMs)
      // Every other kill falls on the heels of a confirmation: the instant at which one given too early is a lie.
      if (kill % 2 === 0) await Promise.race(everyone.map((client) => client.nextAck()))
      const gone = server.stop('SIGKILL')
      // Every confirmation that the process sent before it died counts, those still on their way to us too: they are
      // read from the sockets before the disk is looked at, because the sockets close only after their last byte.
      await gone
      await Promise.all(everyone.map((client) => client.disconnected()))
      await examine(`kill ${kill}`)
      const missing = await missingOnDisk(path, clients)
      lost.push(...missing.map((key) => `kill ${kill}: ${key}`))
      server = await startStet({ data: data.path, port: server.port, args: serverFlags })
    }
    clearInterval(writing)
    await Promise.all(everyone.map((client) => client.allSaved()))
    await Promise.all(everyone.map((client) => client.caughtUp()))
    unequal.push(...(await unequalDocuments(path, clients, () => server.stop('SIGTERM'))))
    const acked = everyone.reduce((sum, client) => sum + client.acked.length, 0)
    await examine('at the end')
    const compactions = await countCompactions(path, documents)
    return { kills: options.kills, written, acked, lost, unequal, problems, compactions }
  } finally {
    clearInterval(writing)
    for (const client of everyone) client.stop()
    await server.stop('SIGKILL')
    data.remove()
  }
}

async function missingOnDisk(
  path: string,
  clients: ReadonlyMap<string, readonly AckingClient[]>,
): Promise<string[]> {
  const stored = await readDocuments(path, [...clients.keys()])
  const missing: string[] = []
  for (const [document, writers] of clients) {
    const map = stored.get(document)?.getMap('entries')
    for (const client of writers) {
      const removed = new Set(client.acked.filter((entry) => entry.removed).map((entry) => entry.key))
      // An entry may be deleted by an act that is not confirmed yet: it then was stored, and stands deleted in Yjs.
      for (const { key, removed: isRemoval } of client.acked) {
        if (
          isRemoval
            ? map?.has(key) === true
            : !removed.has(key) && map?.has(key) !== true && !client.hasRemoved(key)
        ) {
          missing.push(`${document} ${isRemoval ? 'deletion of ' : ''}${key}`)
        }
      }
    }
  }
  return missing
}

async function readDocuments(path: string, names: readonly string[]): Promise<Map<string, Y.Doc>> {
  const storage = await openSqliteStorage({ path })
  const documents = new Map<string, Y.Doc>()
  try {
    for (const name of names) {
      const doc = new Y.Doc()
      for (const update of await storage.load(parseDocumentName(name))) Y.applyUpdate(doc, update)
      documents.set(name, doc)
    }
  } finally {
    await storage.close()
  }
  return documents
}

async function countCompactions(path: string, documents: readonly DocumentName[]): Promise<number> {
  const storage = await openSqliteStorage({ path })
  try {
    let compactions = 0
    for (const document of documents) {
      compactions += (await storage.readForCompaction(document))?.generation ?? 0
    }
    return compactions
  } finally {
    await storage.close()
  }
}

async function unequalDocuments(
  path: string,
  clients: ReadonlyMap<string, readonly AckingClient[]>,
  stop: () => Promise<unknown>,
): Promise<string[]> {
  await stop()
  const stored = await readDocuments(path, [...clients.keys()])
  return [...clients].flatMap(([document, writers]) => {
    const expected = contentOf(stored.get(document))
    return writers.every((client) => contentOf(client.doc) === expected) ? [] : [document]
  })
}

function contentOf(doc: Y.Doc | undefined): string {
  if (doc === undefined) return 'not stored'
  const entries = Object.entries(doc.getMap('entries').toJSON()).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([entries, doc.getText('text').toJSON()])
}

/** Resolves once the server has put a snapshot in place of rows. */
async function compacting(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/metrics`)
    if (/^stet_compactions_total\{result="done"\} [1-9]/mu.test(await response.text())) return
    await delay(20)
  }
}

// The pause before a kill is the experiment itself, not a wait for something to be ready.
function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
