// Control: Hocuspocus with SQLite and its own defaults (a document is stored, whole, two seconds after a change). Its
// SQLite extension brings a compiled driver; this is the same table on Node's own SQLite, through the database
// extension that the SQLite extension is made of, so that nobody needs a compiler to install us.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import { serveCalls } from './server-calls.ts'

const folder = process.argv[2] ?? '.'
const db = new DatabaseSync(join(folder, 'hocuspocus.sqlite'))
db.exec('CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL UNIQUE, "data" blob NOT NULL)')
const select = db.prepare('SELECT data FROM "documents" WHERE name = ? ORDER BY rowid DESC')
const upsert = db.prepare(
  'INSERT INTO "documents" ("name", "data") VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data',
)

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  extensions: [
    new Database({
      fetch: ({ documentName }) =>
        Promise.resolve((select.get(documentName)?.['data'] as Uint8Array | undefined) ?? null),
      store({ documentName, state }) {
        upsert.run(documentName, state)
        return Promise.resolve()
      },
    }),
  ],
})
await server.listen()
serveCalls(server.address.port)
