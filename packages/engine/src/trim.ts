/**
 * What an update brings, without the part that is known already.
 *
 * A client that comes back may send a struct of which half is stored (its sync step 2 straddles what another connection
 * delivered meanwhile). yjs throws on such a struct where it has collected the known half, and a forged known half would
 * make live and reloaded documents differ: so what is stored and relayed starts where our knowledge ends.
 */
import { encodeStateVector } from '@stet/protocol'
import type { AcceptedUpdate, KnownState } from '@stet/protocol'
import { diffUpdate } from 'yjs'

/** The same bytes when nothing in them is known; otherwise a copy that begins at what `known` holds. Deletions stay. */
export function withoutKnown(update: Uint8Array, scan: AcceptedUpdate, known: KnownState): Uint8Array {
  if (!scan.overlaps) return update
  const clocks = new Map(scan.structs.map(({ client }) => [client, known.clock(client)]))
  return diffUpdate(update, encodeStateVector(clocks))
}

/** A copy without the structs of these clients. All deletions stay, those of their content too. */
export function withoutClients(
  update: Uint8Array,
  scan: AcceptedUpdate,
  clients: readonly number[],
): Uint8Array {
  const ends = new Map(scan.structs.map(({ client, to }) => [client, to]))
  return diffUpdate(
    update,
    encodeStateVector(new Map(clients.map((client) => [client, ends.get(client) ?? 0]))),
  )
}
