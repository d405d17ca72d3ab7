// Attributes of a shared element that the schema does not know. In place they are simply never touched. When a node is made
// anew somewhere else (moved, cut and pasted, turned into another type) its element is a new one, and these attributes
// must come along: they are remembered by the node, and by its content, which survives a change of type or attributes.

import type { Fragment, Node, NodeType } from 'prosemirror-model'
import * as Y from 'yjs'

type Attributes = Readonly<Record<string, unknown>>

const restOf = new WeakMap<Node | Fragment, Attributes>()

/** What of the element's attributes the node type has no place for is remembered with the node. */
export function rememberRest(node: Node, attributes: Attributes): void {
  const names = Object.keys(attributes).filter(
    // A shared type as a value belongs to its element and can stand nowhere else.
    (name) => !isKnown(node.type, name) && !(attributes[name] instanceof Y.AbstractType),
  )
  if (names.length === 0) return
  const rest = Object.fromEntries(names.map((name) => [name, attributes[name]]))
  restOf.set(node, rest)
  // Empty content is one object for all.
  if (node.content.size > 0) restOf.set(node.content, rest)
}

/** The node stands where the other one stood. */
export function carryRest(from: Node | undefined, to: Node): void {
  if (from === undefined || from === to) return
  const rest = restOf.get(from)
  if (rest === undefined) return
  restOf.set(to, rest)
  if (to.content.size > 0) restOf.set(to.content, rest)
}

/** For an element made for this node: the attributes that its predecessor had. */
export function restFor(node: Node): Attributes {
  const rest = restOf.get(node) ?? (node.content.size > 0 ? restOf.get(node.content) : undefined)
  return rest ?? {}
}

function isKnown(type: NodeType, name: string): boolean {
  return Object.hasOwn(type.spec.attrs ?? {}, name)
}

/** Sets them on a new element, except those that the node itself has. */
export function writeRest(element: Y.XmlElement, node: Node): void {
  for (const [name, value] of Object.entries(restFor(node))) {
    // Typed as string in Yjs, but any JSON value is stored as it is.
    if (!isKnown(node.type, name)) element.setAttribute(name, value as string)
  }
}
