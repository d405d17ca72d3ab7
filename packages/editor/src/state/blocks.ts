// The block model as the editor sees it. A block's kind is an attribute of one node type (see @stet/document), so turning a
// paragraph into a heading or a list item is an attribute write, and what other people type meanwhile survives. Everything
// that asks about or changes blocks goes through here, by node name, because a document from a newer version may run on an
// extended schema whose NodeType objects are not the ones this package was built with.
import type { Node, NodeType, Schema } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import type { BlockKind, TextblockAttrs } from '@stet/document'
import { isListKind, readTextblockAttrs } from '@stet/document'
import { must } from '../must.ts'

export type ListKind = Exclude<BlockKind, 'paragraph' | 'heading'>

/** A block and the position directly before it. */
export interface BlockAt {
  readonly node: Node
  readonly pos: number
}

type NodeNamed<Name extends string> = Node & { readonly type: { readonly name: Name } }

export function isTextblock(node: Node | null | undefined): node is NodeNamed<'textblock'> {
  return node?.type.name === 'textblock'
}

export function isCodeBlock(node: Node | null | undefined): node is NodeNamed<'code_block'> {
  return node?.type.name === 'code_block'
}

/** The attributes of a textblock, every value in range whatever is stored. */
export function blockAttrs(node: Node): TextblockAttrs {
  return readTextblockAttrs(node.attrs)
}

/** Is this node a list item of any kind? */
export function isListItem(node: Node | null | undefined): node is NodeNamed<'textblock'> {
  return isTextblock(node) && isListKind(blockAttrs(node).kind)
}

export function nodeType(
  schema: Schema,
  name:
    | 'textblock'
    | 'code_block'
    | 'divider'
    | 'figure'
    | 'hard_break'
    | 'table'
    | 'table_row'
    | 'table_cell'
    | 'callout'
    | 'toggle',
): NodeType {
  return must(schema.nodes[name], `the node type "${name}" in the schema`)
}

/** An empty textblock. */
export function createTextblock(schema: Schema, attrs: Partial<TextblockAttrs> = {}): Node {
  return nodeType(schema, 'textblock').create(attrs)
}

/** Every textblock and code block the selection touches, in document order. */
export function selectedBlocks(state: EditorState): BlockAt[] {
  const found = new Map<number, Node>()
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (!isTextblock(node) && !isCodeBlock(node)) return !node.isTextblock
      found.set(pos, node)
      return false
    })
  }
  return [...found].map(([pos, node]) => ({ node, pos }))
}

/** Writes only the attributes that differ, each as a step of its own: the shared element stays the same element. */
export function setBlockAttrs(tr: Transaction, pos: number, attrs: Partial<TextblockAttrs>): void {
  const node = must(tr.doc.nodeAt(pos), `a block at position ${pos}`)
  for (const [name, value] of Object.entries(attrs)) {
    if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value)
  }
}
