// The access port: who may do what with which document. It is asked before a socket opens, before the HTTP API answers
// about a document, when a client shows a fresh token, and again when an operator says that rights have changed.
// Drivers live beside this file, and every driver passes the suite in contract.ts.
import type { DocumentName, Role } from '@stet/protocol'

/** What is known of whoever asks. */
export interface AccessRequest {
  readonly document: DocumentName
  /** As the client showed it. Absent: it showed none. */
  readonly token?: string
  /** The page it comes from, as its browser says; already checked against the allowed ones. */
  readonly origin?: string
  /** The client's network address. */
  readonly address: string
}

/**
 * Decides about one person and one document.
 *
 * - MUST reject (or throw) when it cannot decide now. Nobody is let in by that, and the client is told to come back.
 * - MUST NOT allow what it does not know, and MUST NOT deny because something else is out of order: a denial is final
 *   for the client.
 * - MUST settle within a few seconds; after `decisionMs` (gate.ts) it counts as rejected.
 * - MAY remember its answers for a short time, and MUST let go of them when `forget` is called.
 */
export interface Authorize {
  (request: AccessRequest): Decision | Promise<Decision>
  /** Rights have changed: the next answer is made afresh. */
  readonly forget?: () => void
}

export type Decision = Allowed | Denied

export interface Allowed {
  readonly kind: 'allow'
  /**
   * Who it is, the same at every visit: written into every row of the log, and owner of what they write. 1 to 256
   * characters. All that nobody signed in for is 'anonymous'.
   */
  readonly principal: string
  /** For other people's screens. */
  readonly name?: string
  readonly role: Role
  /** Milliseconds since the epoch; open sockets are closed then unless a fresh token came. Absent: no end. */
  readonly expiresAt?: number
  /**
   * When what this answer rests on was written down (a token's `iat`), in milliseconds since the epoch. Absent: just
   * now. A revocation counts against what is older than itself.
   */
  readonly issuedAt?: number
}

export interface Denied {
  readonly kind: 'deny'
  /** 'unauthorized': nobody known; a fresh token may help. 'forbidden': known, and may not. 'not-found': nor may it be told that there is such a document. */
  readonly code: 'unauthorized' | 'forbidden' | 'not-found'
  /** For a developer; says what was wrong with the token, never what would be right. */
  readonly message: string
}

/** The principal of everybody who did not sign in. */
export { anonymous } from '@stet/engine'
