// A process that appends and compacts without a pause, killed at any instant, again and again on the same file.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { checkSqliteFile } from '../storage/check-sqlite-file.ts'
import { openSqliteStorage } from '../storage/sqlite.ts'

// Three processes, each of which may take seconds to start on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const document = parseDocumentName('plan')
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-crash-'))
  path = join(folder, 'stet.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const source = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href)

/** Says `stored n` after each append of entry n, `compacted` after each snapshot. Ends by being killed. */
const program = (): string => `
  import { createCompactor } from ${source('compactor.ts')}
  import { defaultCompactionSettings } from ${source('settings.ts')}
  import { openSqliteStorage } from ${source('../storage/sqlite.ts')}
  import { createSystemClock } from ${source('../system-clock.ts')}
  import * as Y from 'yjs'
  const storage = await openSqliteStorage({ path: ${JSON.stringify(path)} })
  const settings = { rows: 3, restFactor: 0, everyMs: 1e9, retentionMs: 50, trimEveryMs: 0, trimRows: 5 }
  const compactor = createCompactor({
    storage,
    clock: createSystemClock(),
    settings: { ...defaultCompactionSettings, ...settings },
    onEvent: (event) => console.log(event.type, event.message ?? ''),
  })
  const doc = new Y.Doc()
  for (const update of await storage.load('plan')) Y.applyUpdate(doc, update)
  let updates = []
  doc.on('update', (update) => updates.push(update))
  const sweeping = (async () => { for (;;) { await compactor.sweep(); await new Promise(setImmediate) } })()
  for (let n = doc.getMap('entries').size; ; n += 1) {
    doc.getMap('entries').set('n' + n, n)
    doc.getText('text').insert(0, 'entry ' + n)
    doc.getText('text').delete(3, 4)
    const rows = updates.map((update) => ({ document: 'plan', update, principal: 'p', time: Date.now() }))
    updates = []
    await storage.append(rows)
    console.log('stored', n)
    // Rows must not run away from a slow machine.
    if (n % 30 === 29) await compactor.sweep()
  }
`

/** Resolves, once the process is gone, with the number of the last entry it said was stored. */
async function runUntilKilled(events: number): Promise<{ stored: number; others: string[] }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program()], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stored = -1
  let left = events
  const others: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const [what, n] = line.split(' ')
    if (what === 'stored') stored = Number(n)
    else others.push(line)
    // So many snapshots, and then somewhere in the making of the next.
    if (what === 'compacted') left -= 1
    if (left <= 0 && what === 'stored') child.kill('SIGKILL')
  })
  await once(lines, 'close')
  return { stored, others }
}

it('a process killed in the middle of compacting leaves the old or the new state, and nothing that was stored is lost', async () => {
  let generations = 0
  for (const events of [1, 4, 2]) {
    const { stored, others } = await runUntilKilled(events)
    expect(others.filter((line) => /failed/u.test(line))).toEqual([])
    expect((await checkSqliteFile(path)).problems).toEqual([])

    const storage = await openSqliteStorage({ path })
    const doc = new Y.Doc()
    for (const update of await storage.load(document)) Y.applyUpdate(doc, update)
    await storage.close()
    expect(doc.store.pendingStructs).toBeNull()
    const entries = doc.getMap('entries')
    for (let n = 0; n <= stored; n += 1) expect(entries.get(`n${n}`)).toBe(n)

    const db = new DatabaseSync(path, { readOnly: true })
    const generation = Number(db.prepare('SELECT generation FROM snapshots').get()?.['generation'])
    db.close()
    expect(generation).toBeGreaterThanOrEqual(generations + events)
    generations = generation
  }
})
