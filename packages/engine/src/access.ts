/**
 * Who may do what, asked again for every frame of every type: a right that was checked once at the door is the one
 * that is forgotten when roles change. What a connection may do is one immutable grant; a change replaces it whole.
 */
import type { Role } from '@stet/protocol'

export type { Role } from '@stet/protocol'

/** What a connection may do, and until when. */
export interface Grant {
  readonly role: Role
  /** Milliseconds since the epoch; for ever without it. From this instant on nothing of it is taken in. */
  readonly expiresAt?: number
}

/** The principal of everybody who did not sign in. */
export const anonymous = 'anonymous'

/** May this connection add to the document? */
export function mayWrite(role: Role): boolean {
  return role === 'write'
}
