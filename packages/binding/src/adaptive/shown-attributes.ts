// What a node's attributes are, given what is stored. Anybody may have stored anything, and for some attributes a wrong
// value does harm as soon as the node exists: a table cell that claims a thousand million columns stops every program
// that lays out the table. A node type can therefore bring a function `readAttrs` in its spec, which makes of the stored
// attributes those that the node gets. Nothing is written back until somebody changes that attribute.

import type { NodeType } from 'prosemirror-model'

type Attributes = Readonly<Record<string, unknown>>

export function shownAttributes(type: NodeType, stored: Attributes): Attributes {
  const readAttrs = type.spec['readAttrs'] as ((stored: Attributes) => Attributes) | undefined
  return readAttrs === undefined ? stored : readAttrs(stored)
}
