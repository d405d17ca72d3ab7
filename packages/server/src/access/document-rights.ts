// What a token says about documents: patterns and roles, `{ "handbook": "write", "team-*": "read", "*": "comment" }`.
// A pattern is a document's exact name, or the beginning of names and a `*` at its end. The most specific one decides:
// the exact name before any beginning, a longer beginning before a shorter one.
import { isDocumentName, isRole } from '@stet/protocol'
import type { DocumentName, Role } from '@stet/protocol'

/** A token has room for some hundred; beyond this somebody should use a beginning. */
const maxPatterns = 1000

export interface DocumentRights {
  readonly names: ReadonlyMap<string, Role>
  /** The longest first. */
  readonly beginnings: readonly { readonly beginning: string; readonly role: Role }[]
}

/** Throws a TypeError that names the pattern: one that is not understood must not be passed over. */
export function parseDocumentRights(value: unknown): DocumentRights {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('it has no "documents", an object of patterns and roles')
  }
  const entries = Object.entries(value)
  if (entries.length > maxPatterns) throw new TypeError(`"documents" has more than ${maxPatterns} patterns`)
  const names = new Map<string, Role>()
  const beginnings: { beginning: string; role: Role }[] = []
  for (const [pattern, role] of entries) {
    const shown = JSON.stringify(pattern.slice(0, 140))
    if (!isRole(role)) throw new TypeError(`the role of ${shown} is none of "read", "comment" and "write"`)
    const beginning = pattern.endsWith('*') ? pattern.slice(0, -1) : undefined
    // '.' and '..' are no names, but names begin with them.
    if (beginning === undefined ? !isDocumentName(pattern) : !/^[A-Za-z0-9._~:-]{0,128}$/u.test(beginning)) {
      throw new TypeError(
        `${shown} is neither a document's name nor the beginning of one with a * at its end`,
      )
    }
    if (beginning === undefined) names.set(pattern, role)
    else beginnings.push({ beginning, role })
  }
  beginnings.sort((a, b) => b.beginning.length - a.beginning.length)
  return { names, beginnings }
}

/** Undefined: nothing. */
export function roleFor(rights: DocumentRights, document: DocumentName): Role | undefined {
  return (
    rights.names.get(document) ??
    rights.beginnings.find(({ beginning }) => document.startsWith(beginning))?.role
  )
}
