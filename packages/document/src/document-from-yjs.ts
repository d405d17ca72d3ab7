// Y.Doc -> ProseMirror node, for reading a document with ProseMirror's own tools. What the schema cannot hold becomes a
// stand-in that carries the original as JSON: toHTML, toText and jsonToYjs see through it. Attributes the schema does
// not know are left out of known nodes; documentToJSON has them.

import { Fragment, Mark } from 'prosemirror-model'
import type { Attrs, Node, NodeType } from 'prosemirror-model'
import type * as Y from 'yjs'

import { textOfNode } from './json.ts'
import type { Attributes, MarkJSON, NodeJSON } from './json.ts'
import { documentToJSON } from './read-yjs.ts'
import { schema } from './schema.ts'

/** The document as a node of our schema. Never throws on strange content, and changes nothing in `doc`. */
export function documentFromYjs(doc: Y.Doc): Node {
  return schema.nodes.doc.create(null, blocksFor(documentToJSON(doc).content))
}

/** Text that lies between blocks gets a paragraph of its own. */
function blocksFor(content: readonly NodeJSON[]): Node[] {
  const blocks: Node[] = []
  let loose: Node[] = []
  const closeLoose = (): void => {
    if (loose.length > 0) blocks.push(schema.nodes.textblock.create(null, loose))
    loose = []
  }
  for (const json of content) {
    if (json.text !== undefined || json.type === 'hard_break') loose.push(inlineNode(json))
    else {
      closeLoose()
      blocks.push(knownNode(json, 'block') ?? schema.nodes.unsupported.create({ name: json.type, json }))
    }
  }
  closeLoose()
  return blocks
}

function inlineNode(json: NodeJSON): Node {
  const marks = (json.marks ?? [])
    .map(markFor)
    .reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), Mark.none)
  if (json.text !== undefined) return schema.text(json.text, marks)
  if (json.type === 'hard_break' && textOfNode(json) === '\n')
    return schema.nodes.hard_break.create(null, null, marks)
  const known = knownNode(json, 'inline')
  if (known !== undefined) return known.mark(marks)
  return schema.nodes.unsupported_inline.create({ name: json.type, json }, null, marks)
}

/** The node for this JSON where a block or an inline node may stand; undefined when the schema cannot hold it whole. */
function knownNode(json: NodeJSON, group: 'block' | 'inline'): Node | undefined {
  const type = nodeTypes.get(json.type)
  return type?.isInGroup(group) === true ? nodeOf(type, json) : undefined
}

function nodeOf(type: NodeType, { attrs, content = [] }: NodeJSON): Node | undefined {
  if (type.spec.code === true && content.some((child) => child.text === undefined)) return undefined
  const children = type.inlineContent ? content.map(inlineNode) : childBlocks(type, content)
  if (children === undefined) return undefined
  const fragment = Fragment.from(children)
  return type.validContent(fragment) ? type.create(shownAttrs(type, attrs), fragment) : undefined
}

function childBlocks(type: NodeType, content: readonly NodeJSON[]): Node[] | undefined {
  if (type.contentMatch.matchType(schema.nodes.textblock) !== null) return blocksFor(content)
  // Tables and rows hold nothing else than rows and cells: one strange child, and the whole is a stand-in.
  const children: Node[] = []
  for (const json of content) {
    const child = nodeTypes.get(json.type)
    const node = child === undefined ? undefined : nodeOf(child, json)
    if (node === undefined) return undefined
    children.push(node)
  }
  return children
}

// Stand-ins are made here and never read from a document; one that is stored is no different from other strange nodes.
const nodeTypes: ReadonlyMap<string, NodeType> = new Map(
  Object.entries(schema.nodes).filter(
    ([name]) => !['doc', 'text', 'unsupported', 'unsupported_inline'].includes(name),
  ),
)

function shownAttrs(type: NodeType, attrs: Attributes | undefined): Attrs | null {
  const readAttrs = type.spec['readAttrs'] as ((stored: Attributes) => Attrs) | undefined
  return readAttrs === undefined ? (attrs ?? null) : readAttrs(attrs ?? {})
}

function markFor(json: MarkJSON): Mark {
  const type = Object.hasOwn(schema.marks, json.type)
    ? schema.marks[json.type as keyof typeof schema.marks]
    : undefined
  // Stored under a name with a hash: one of several, which only some marks may be.
  return type === undefined || (json.key !== undefined && type.excludes(type))
    ? schema.marks.unsupported_mark.create({ name: json.type, json })
    : type.create(json.attrs)
}
