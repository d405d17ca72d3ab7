/**
 * Who may do what, asked again for every frame of every type: a connection's role is a fact of the connection, but a
 * right that was checked once at the door is the one that is forgotten when roles change.
 *
 * The place for the ownership of client ids by principals (no new content under another person's id) is here too.
 */

/** What a connection may do. 'comment' may not change the document yet: comments are a later chapter. */
export type Role = 'read' | 'comment' | 'write'

/** May this connection add to the document? */
export function mayWrite(role: Role): boolean {
  return role === 'write'
}
