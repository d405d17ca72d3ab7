// Claims to client ids in the data file: written in the transaction of the row they came with, read with the document,
// and derived once from the rows of files that are older than claims are.
import { anonymous } from '@stet/engine'
import { parseUpdateMeta } from 'yjs'
import { asBytes } from './as-bytes.ts'
import type { Claim } from '@stet/engine'
import type { DatabaseSync } from 'node:sqlite'

/** To be called inside the transaction of the row. */
export function createClaimWriter(db: DatabaseSync): (document: string, claims: readonly Claim[]) => void {
  const put = db.prepare(`
    INSERT INTO claims (document, client, principal) VALUES (?, ?, ?)
    ON CONFLICT (document, client) DO UPDATE SET principal = excluded.principal
  `)
  return (document, claims) => {
    for (const { principal, clients } of claims) {
      for (const client of clients) put.run(document, client, principal)
    }
  }
}

export function createClaimReader(db: DatabaseSync): (document: string) => readonly Claim[] {
  const find = db.prepare('SELECT client, principal FROM claims WHERE document = ?')
  return (document) => {
    const byPrincipal = new Map<string, number[]>()
    for (const { client, principal } of find.iterate(document)) {
      const owner = String(principal)
      const clients = byPrincipal.get(owner) ?? []
      clients.push(Number(client))
      byPrincipal.set(owner, clients)
    }
    return [...byPrincipal].map(([principal, clients]) => ({ principal, clients }))
  }
}

/**
 * For rows that were stored without claims: an id is that principal's who first wrote with it. Ids of rows that were let
 * go already, of imports and of people who did not sign in stay open.
 */
export function claimFromRows(db: DatabaseSync): void {
  const rows = db.prepare(
    'SELECT document, principal, bytes FROM updates WHERE principal NOT IN (?, ?) ORDER BY document, seq',
  )
  const put = db.prepare(
    'INSERT INTO claims (document, client, principal) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  for (const row of rows.iterate(anonymous, 'stet import')) {
    for (const client of clientsOf(asBytes(row['bytes']))) {
      put.run(String(row['document']), client, String(row['principal']))
    }
  }
}

function clientsOf(update: Uint8Array): Iterable<number> {
  try {
    return parseUpdateMeta(update).to.keys()
  } catch {
    // A damaged row keeps its document from loading, which says so then; it must not keep the file from opening.
    return []
  }
}
