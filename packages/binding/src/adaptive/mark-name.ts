// The name of a mark in Yjs. A mark of which several may lie on one text is stored as `name--` and eight characters of
// a hash of its attributes, as y-prosemirror does it.

const overlappingName = /^(.*)--[a-zA-Z0-9+/=]{8}$/

/** The mark a text attribute stands for: its name without the hash of an overlapping mark. */
export function markName(attribute: string): string {
  return overlappingName.exec(attribute)?.[1] ?? attribute
}
