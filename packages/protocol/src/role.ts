// What a connection may do with a document. The words stand in tokens and in text frames, so they are part of the wire.

/** 'comment' may not change the document yet: comments are a later chapter. */
export type Role = 'read' | 'comment' | 'write'

export function isRole(value: unknown): value is Role {
  return value === 'read' || value === 'comment' || value === 'write'
}
