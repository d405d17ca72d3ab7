// Presence around a reconnect. y-protocols compares clocks, and after an outage the clocks on both sides are
// the old ones: peers would not see us, nor we them, until the next renewal up to 15 s later. And y-websocket
// sends every state it hears back to the server, which knows it already.

import { decodeAwareness, encodeAwareness, encodeFrame } from '@stet/protocol'
import type { Awareness } from 'y-protocols/awareness'

/** What cursors show of a person. */
export interface User {
  readonly name: string
  /** `#rrggbb`, which is what y-prosemirror's cursors accept. */
  readonly color: string
}

/** Sets who is behind this awareness, keeping its other fields. */
export function announceUser(awareness: Awareness, user: User): void {
  awareness.setLocalState({ ...awareness.getLocalState(), user })
}

/** Before a reconnect: our state with a newer clock, and no memory of the clocks of peers that are gone. */
export function renewPresence(awareness: Awareness): void {
  for (const client of awareness.meta.keys()) {
    if (client !== awareness.clientID && !awareness.states.has(client)) awareness.meta.delete(client)
  }
  const state = awareness.getLocalState()
  if (state !== null) awareness.setLocalState(state)
}

/** The awareness frame with only `clientId` in it, or undefined if it is not. Throws a ProtocolError. */
export function ownPresenceFrame(entries: Uint8Array, clientId: number): Uint8Array | undefined {
  const own = decodeAwareness(entries).filter((entry) => entry.clientId === clientId)
  return own.length === 0 ? undefined : encodeFrame({ type: 'awareness', entries: encodeAwareness(own) })
}
