// Yjs -> ProseMirror. Reads only: unlike y-prosemirror's createNodeFromYElement it neither deletes what it cannot
// represent nor merges neighbouring texts while rendering (an opened document must stay byte for byte what it was).
//
// Everything is shown. What the schema does not know or does not accept (an unknown name, an attribute that fails its
// check, a child where it may not stand) is shown as a stand-in, the smallest part that can be; its shared type stays as
// it is. Only a schema without stand-ins throws.
//
// The mapping remembers the node made for each Yjs type. It is y-prosemirror's own map, so its position helpers and
// third-party extensions keep working; an entry is valid until its type changes (see `forgetChanged`).

import { Fragment } from 'prosemirror-model'
import type { ContentMatch, Node, NodeType, Schema } from 'prosemirror-model'
import type { ProsemirrorBinding } from 'y-prosemirror'
import * as Y from 'yjs'
import type { SharedChild, UnknownNode } from './adaptive/adaptive-json.ts'
import { isStandInName, standInAttributes, standInsOf } from './adaptive/adaptive-schema.ts'
import { carryRest, rememberRest } from './adaptive/adaptive-rest.ts'
import { hasValidAttributes } from './adaptive/adaptive-validity.ts'
import { attributesToMarks } from './write/mark-attributes.ts'
import { shownAttributes } from './adaptive/shown-attributes.ts'
import { UnknownContentError } from './adaptive/unknown-content.ts'
import type { TextPiece } from './adaptive/unknown-content.ts'

export type Mapping = ProsemirrorBinding['mapping']

/** The root's content, with the types it was read from. */
export interface Projection {
  readonly types: readonly SharedChild[]
  readonly content: Fragment
}

/** Throws UnknownContentError when the schema has no way to show something. */
export function projectFragment(fragment: Y.XmlFragment, schema: Schema, mapping: Mapping): Projection {
  if (mapping.size === 0) notesByMapping.delete(mapping)
  const types = sharedTypes(fragment)
  const content = projectChildren(types, schema.topNodeType, mapping)
  if (content === null) throw new UnknownContentError({ nodes: [schema.topNodeType.name], marks: [] })
  return { types, content }
}

/** One element, from the mapping when it did not change since. */
export function projectElement(element: Y.XmlElement, schema: Schema, mapping: Mapping): Node {
  const known = mapping.get(element)
  if (known !== undefined && !Array.isArray(known) && !notesOf(mapping).misplaced.has(element)) return known
  const node = showElement(element, schema, mapping) ?? standIn(element, parentType(element, schema), mapping)
  mapping.set(element, node)
  return node
}

/**
 * The text nodes of one Yjs text, as its parent allows them: a mark that may not stand there is not shown. Throws
 * UnknownContentError when the text holds something else than text.
 */
export function projectText(text: Y.XmlText, parent: NodeType): Node[] {
  const { schema } = parent
  return (text.toDelta() as readonly TextPiece[]).map((piece) => {
    if (typeof piece.insert !== 'string') throw new UnknownContentError({ nodes: ['embed'], marks: [] })
    return schema.text(piece.insert, parent.allowedMarks(projectMarks(piece, schema)))
  })
}

/** Drops the entries that a transaction made stale: what changed, and everything around it. */
export function forgetChanged(transaction: Y.Transaction, mapping: Mapping): void {
  const { json } = notesOf(mapping)
  const forget = (type: Parameters<Mapping['delete']>[0]): void => {
    mapping.delete(type)
    json.delete(type)
  }
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) forget(struct.content.type)
  })
  for (const type of transaction.changed.keys()) forget(type)
  for (const type of transaction.changedParentTypes.keys()) forget(type)
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
    if (node !== content.child(i) && isShownAsNode(type, mapping)) adoptElement(type, node, mapping)
  }
}

/** The children that are shared types, in order. Plain values among them are not shown, and stay where they are. */
export function sharedTypes(parent: Y.XmlFragment): SharedChild[] {
  return (parent.toArray() as readonly unknown[]).filter(
    (child) => child instanceof Y.AbstractType,
  ) as SharedChild[]
}

/** Whether the type is shown as one node: an element, or anything else that a stand-in shows. Text is not. */
export function isShownAsNode(type: SharedChild | undefined, mapping: Mapping): type is Y.XmlElement {
  if (type === undefined || type instanceof Y.XmlElement) return type !== undefined
  const known = mapping.get(type)
  return known === undefined ? !(type instanceof Y.XmlText) : !Array.isArray(known)
}

function adoptElement(element: Y.XmlElement, node: Node, mapping: Mapping): void {
  carryRest(nodeOf(element, mapping), node)
  mapping.set(element, node)
  if (element instanceof Y.XmlElement && !isStandInName(node.type.name)) {
    adoptChildren(sharedTypes(element), node, mapping)
  }
}

function adoptChildren(types: readonly SharedChild[], node: Node, mapping: Mapping): void {
  let index = 0
  for (const type of types) {
    if (isShownAsNode(type, mapping)) {
      while (index < node.childCount && node.child(index).isText) index++
      const child = node.maybeChild(index++)
      // Content filled in for display has no element, so the two may be out of step: leave the rest as projected.
      if (child === null || child.type !== nodeOf(type, mapping)?.type) return
      if (mapping.get(type) !== child) adoptElement(type, child, mapping)
    }
  }
}

function nodeOf(type: SharedChild, mapping: Mapping): Node | undefined {
  const known = mapping.get(type)
  return Array.isArray(known) ? undefined : known
}

/** What is remembered about types beside the node they are shown as. */
interface Notes {
  /** What stand-ins carry, for every element in them: a change deep inside one tells the rest again for nothing. */
  readonly json: WeakMap<object, UnknownNode | null>
  /** Shown as a stand-in because of where they stand, which can change without a change of theirs. */
  readonly misplaced: WeakSet<object>
}

const notesByMapping = new WeakMap<Mapping, Notes>()

function notesOf(mapping: Mapping): Notes {
  let notes = notesByMapping.get(mapping)
  if (notes === undefined) {
    notes = { json: new WeakMap(), misplaced: new WeakSet() }
    notesByMapping.set(mapping, notes)
  }
  return notes
}

/** The element as the node it is meant to be; null when the schema has no such node or does not accept it. */
function showElement(element: Y.XmlElement, schema: Schema, mapping: Mapping): Node | null {
  const type = schema.nodes[element.nodeName]
  const isPrepared = standInsOf(schema) !== null
  if (type === undefined || type.isText || (isPrepared && isStandInName(type.name))) return null
  // A value among the children has no place in a node, so the whole is kept as it is.
  const types = sharedTypes(element)
  if (types.length !== element.length) return null
  const attributes = element.getAttributes() as Record<string, unknown>
  const content = projectChildren(types, type, mapping)
  if (content === null) return null
  let node
  try {
    node = type.create(shownAttributes(type, attributes), content)
  } catch {
    // An attribute is missing that the schema cannot do without.
    return null
  }
  if (isPrepared && !hasValidAttributes(node)) return null
  rememberRest(node, attributes)
  return node
}

/** null when the parent has no place for one of them, nor for its stand-in. */
function projectChildren(types: readonly SharedChild[], parent: NodeType, mapping: Mapping): Fragment | null {
  const { misplaced } = notesOf(mapping)
  const nodes: Node[] = []
  let match: ContentMatch | null = parent.contentMatch
  for (const type of types) {
    const shown = projectChild(type, parent, mapping)
    const next: ContentMatch | null = shown === null ? null : matchNodes(match, shown)
    if (shown !== null && next !== null) {
      misplaced.delete(type)
      if (!(type instanceof Y.XmlElement)) mapping.set(type, shown)
      nodes.push(...shown)
      match = next
      continue
    }
    const replacement = replacementFor(type, shown, { parent, mapping })
    const place: ContentMatch | null = replacement === null ? null : matchNodes(match, [replacement])
    if (replacement !== null && place !== null) {
      misplaced.add(type)
      mapping.set(type, replacement)
      nodes.push(replacement)
      match = place
    } else if (shown !== null) {
      // Perhaps it fits when something is filled in around it.
      nodes.push(...shown)
      match = null
    } else return null
  }
  const content = Fragment.from(nodes)
  return match?.validEnd === true ? content : fillContent(parent, content)
}

/** What the child shows, were it allowed to stand here; null for what no node shows. */
function projectChild(type: SharedChild, parent: NodeType, mapping: Mapping): Node[] | null {
  const { schema } = parent
  if (type instanceof Y.XmlElement) return [projectElement(type, schema, mapping)]
  if (!(type instanceof Y.XmlText)) return null
  if (standInsOf(schema) === null) return projectText(type, parent)
  try {
    return projectText(type, parent)
  } catch (error) {
    if (error instanceof UnknownContentError) return null
    throw error
  }
}

function matchNodes(match: ContentMatch | null, nodes: readonly Node[]): ContentMatch | null {
  let next = match
  for (const node of nodes) next = next?.matchType(node.type) ?? null
  return next
}

/** A stand-in for a child that may not stand where it stands; null when it is one already, or there are none. */
function replacementFor(
  type: SharedChild,
  shown: readonly Node[] | null,
  { parent, mapping }: { readonly parent: NodeType; readonly mapping: Mapping },
): Node | null {
  const isOne = shown?.[0] !== undefined && isStandInName(shown[0].type.name)
  return isOne || standInsOf(parent.schema) === null ? null : standIn(type, parent, mapping)
}

function standIn(type: SharedChild, parent: NodeType, mapping: Mapping): Node {
  const standIns = standInsOf(parent.schema)
  if (standIns === null) {
    const name = type instanceof Y.XmlElement ? type.nodeName : type.constructor.name
    throw new UnknownContentError({ nodes: [name], marks: [] })
  }
  const kind = parent.inlineContent ? standIns.inline : standIns.block
  return kind.create(standInAttributes(type, notesOf(mapping).json))
}

function parentType({ parent }: Y.XmlElement, schema: Schema): NodeType {
  const type = parent instanceof Y.XmlElement ? schema.nodes[parent.nodeName] : undefined
  return type ?? schema.topNodeType
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
 * The missing nodes are filled in for display only; they reach Yjs when someone edits that very node. null when nothing
 * that could be filled in makes the content fit.
 */
function fillContent(type: NodeType, content: Fragment): Fragment | null {
  const before = type.contentMatch.fillBefore(content)
  if (before === null) return null
  const filled = before.append(content)
  const after = type.contentMatch.matchFragment(filled)?.fillBefore(Fragment.empty, true)
  return after === null || after === undefined ? null : filled.append(after)
}
