// What the disk allows: rows of the same size into a bare SQLite file with the same durability, without any server. One
// transaction each is what a server that does not gather them gets.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { answerCalls } from '../remote.ts'

export interface DiskResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

// A type, not an interface: it has to fit a table of calls.
export type DiskCalls = { commit(options: { readonly ms: number }): Promise<DiskResult> }

const db = new DatabaseSync(join(process.argv[2] ?? '.', 'bare.sqlite'))
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (bytes BLOB)')
const insert = db.prepare('INSERT INTO rows VALUES (?)')

const table: DiskCalls = {
  async commit({ ms }) {
    const row = new Uint8Array(32)
    const took: number[] = []
    const started = performance.now()
    for (let now = started; now - started < ms; now = performance.now()) {
      insert.run(row)
      took.push(performance.now() - now)
      await turn()
    }
    took.sort((a, b) => a - b)
    const at = (share: number): number => took[Math.floor(took.length * share)] ?? 0
    return {
      perSecond: (took.length * 1000) / (performance.now() - started),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
    }
  },
}
answerCalls(table)
