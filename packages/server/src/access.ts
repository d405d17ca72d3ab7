// Who a connection is and what it may do. Today every server is open: whoever reaches it may read and write every
// document, which is why the program listens on the loopback address unless told otherwise. Signing in and roles
// will be decided here, once for WebSockets and HTTP alike.
import type { Role } from '@stet/engine'

export interface Access {
  /** Written into every row of the log. */
  readonly principal: string
  readonly role: Role
}

export const openAccess: Access = { principal: 'anonymous', role: 'write' }
