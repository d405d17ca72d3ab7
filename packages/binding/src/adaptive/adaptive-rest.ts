// Attributes of a shared element that the schema does not know. In place they are simply never touched. When a node is made
// anew somewhere else (moved, cut and pasted, turned into another type) its element is a new one, and these attributes
// must come along: they are remembered by the node, and by its content, which survives a change of type or attributes.

import type { Fragment, Node, NodeType } from 'prosemirror-model'
import * as Y from 'yjs'
import { sameValue } from '../display/patch.ts'

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

function isKnown(type: NodeType, name: string): boolean {
  return Object.hasOwn(type.spec.attrs ?? {}, name)
}

/** Equal nodes carry the same, and so does everything in them: one may stand for the other. */
export function hasSameRest(one: Node, other: Node): boolean {
  if (one === other) return true
  const [rest, others] = [restOf.get(one), restOf.get(other)]
  return (
    (rest === others || sameValue(rest, others)) &&
    one.children.every((child, index) => hasSameRest(child, other.child(index)))
  )
}

/**
 * Where as many elements are taken away as are made, in one place, the new ones are the old ones as another type: what
 * they hold is the same, also when that is nothing, by which nothing can be remembered.
 */
export function inheritRest(gone: readonly (Node | undefined)[], made: readonly Node[]): void {
  if (gone.length !== made.length) return
  for (const [index, node] of made.entries()) {
    if (restOf.get(node) === undefined && gone[index]?.content.eq(node.content) === true) {
      carryRest(gone[index], node)
    }
  }
}

/** For an element made for this node: sets what its predecessor had, except attributes that the node itself has. */
export function writeRest(element: Y.XmlElement, node: Node): void {
  const rest = restOf.get(node) ?? (node.content.size > 0 ? restOf.get(node.content) : undefined)
  if (rest === undefined) return
  restOf.set(node, rest)
  for (const [name, value] of Object.entries(rest)) {
    // Typed as string in Yjs, but any JSON value is stored as it is.
    if (!isKnown(node.type, name)) element.setAttribute(name, value as string)
  }
}
