// Yjs -> ProseMirror. Reads only: unlike y-prosemirror's createNodeFromYElement it neither deletes what it cannot
// represent nor merges neighbouring texts while rendering (an opened document must stay byte for byte what it was).
//
// The mapping remembers the node made for each Yjs type. It is y-prosemirror's own map, so its position helpers and
// third-party extensions keep working; an entry is valid until its type changes (see `forgetChanged`).

import { Fragment } from 'prosemirror-model'
import type { Node, NodeType, Schema } from 'prosemirror-model'
import type { ProsemirrorBinding } from 'y-prosemirror'
import * as Y from 'yjs'
import { attributesToMarks } from './mark-attributes.ts'
import { UnknownContentError } from './unknown-content.ts'
import type { TextPiece } from './unknown-content.ts'

export type Mapping = ProsemirrorBinding['mapping']

/** What stands in a fragment or element. Hooks are not used by any ProseMirror binding. */
type SharedChild = Y.XmlElement | Y.XmlText | Y.XmlHook

/** The root's content, with the types it was read from. */
export interface Projection {
  readonly types: readonly SharedChild[]
  readonly content: Fragment
}

/** Throws UnknownContentError at the first type the schema cannot show. */
export function projectFragment(fragment: Y.XmlFragment, schema: Schema, mapping: Mapping): Projection {
  const types = fragment.toArray()
  const children = projectChildren(types, schema.topNodeType, mapping)
  return { types, content: fitContent(schema.topNodeType, null, Fragment.from(children)).content }
}

/** One element, from the mapping when it did not change since. */
export function projectElement(element: Y.XmlElement, schema: Schema, mapping: Mapping): Node {
  const known = mapping.get(element)
  if (known !== undefined && !Array.isArray(known)) return known
  const type = schema.nodes[element.nodeName]
  if (type === undefined) throw new UnknownContentError({ nodes: [element.nodeName], marks: [] })
  const children = projectChildren(element.toArray(), type, mapping)
  const node = fitContent(type, element.getAttributes(), Fragment.from(children))
  mapping.set(element, node)
  return node
}

/** The text nodes of one Yjs text, as its parent allows them: a mark that may not stand there is not shown. */
export function projectText(text: Y.XmlText, parent: NodeType): Node[] {
  const { schema } = parent
  return (text.toDelta() as readonly TextPiece[]).map((piece) => {
    if (typeof piece.insert !== 'string') throw new UnknownContentError({ nodes: ['embed'], marks: [] })
    return schema.text(piece.insert, parent.allowedMarks(projectMarks(piece, schema)))
  })
}

/** Drops the entries that a transaction made stale: what changed, and everything around it. */
export function forgetChanged(transaction: Y.Transaction, mapping: Mapping): void {
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentType)
      mapping.delete(struct.content.type)
  })
  for (const type of transaction.changed.keys()) mapping.delete(type)
  for (const type of transaction.changedParentTypes.keys()) mapping.delete(type)
}

/**
 * Points the mapping at the nodes that really stand in the document. Steps make new node objects around what they
 * replace; as long as mapping and document hold the same objects, "did this block change?" is one comparison.
 */
export function adoptDocument({ types, content }: Projection, doc: Node, mapping: Mapping): void {
  if (types.length !== content.childCount || types.length !== doc.childCount) {
    adoptChildren(types, doc, mapping)
    return
  }
  for (let i = 0; i < types.length; i++) {
    const type = types[i]
    const node = doc.child(i)
    if (node !== content.child(i) && type instanceof Y.XmlElement) adoptElement(type, node, mapping)
  }
}

function adoptElement(element: Y.XmlElement, node: Node, mapping: Mapping): void {
  mapping.set(element, node)
  adoptChildren(element.toArray(), node, mapping)
}

function adoptChildren(types: readonly SharedChild[], node: Node, mapping: Mapping): void {
  let index = 0
  for (const type of types) {
    if (type instanceof Y.XmlElement) {
      while (index < node.childCount && node.child(index).isText) index++
      const child = node.maybeChild(index++)
      // Content filled in for display has no element, so the two may be out of step: leave the rest as projected.
      if (child === null || child.type.name !== type.nodeName) return
      if (mapping.get(type) !== child) adoptElement(type, child, mapping)
    }
  }
}

function projectChildren(types: readonly SharedChild[], type: NodeType, mapping: Mapping): Node[] {
  const nodes: Node[] = []
  for (const child of types) {
    if (child instanceof Y.XmlElement) {
      nodes.push(projectElement(child, type.schema, mapping))
    } else if (child instanceof Y.XmlText) {
      const text = projectText(child, type)
      mapping.set(child, text)
      nodes.push(...text)
    } else {
      throw new UnknownContentError({ nodes: [child.constructor.name], marks: [] })
    }
  }
  return nodes
}

function projectMarks(piece: TextPiece, schema: Schema): ReturnType<typeof attributesToMarks> {
  try {
    return attributesToMarks(piece.attributes, schema)
  } catch (cause) {
    throw new UnknownContentError({ nodes: [], marks: Object.keys(piece.attributes ?? {}) }, { cause })
  }
}

/**
 * Concurrent deletions can leave less than the content expression asks for (`paragraph+` emptied by two people).
 * The missing nodes are filled in for display only; they reach Yjs when someone edits that very node.
 */
function fitContent(type: NodeType, attributes: Record<string, unknown> | null, content: Fragment): Node {
  try {
    if (type.validContent(content)) return type.create(attributes, content)
    const filled = type.createAndFill(attributes, content)
    if (filled !== null) return filled
  } catch (cause) {
    throw new UnknownContentError({ nodes: [type.name], marks: [] }, { cause })
  }
  throw new UnknownContentError({ nodes: [type.name], marks: [] })
}
