// Y.Doc -> ProseMirror node, for reading a document with ProseMirror's own tools. What the schema cannot hold becomes a
// stand-in that carries the original as JSON: toHTML, toText and jsonToYjs see through it. Attributes the schema does
// not know are left out of known nodes; documentToJSON has them.

import type { Mark, Node } from 'prosemirror-model'
import type * as Y from 'yjs'

import { textOfNode } from './json.ts'
import type { MarkJSON, NodeJSON } from './json.ts'
import { documentToJSON } from './read-yjs.ts'
import { schema } from './schema.ts'

/** The document as a node of our schema. Never throws on strange content, and changes nothing in `doc`. */
export function documentFromYjs(doc: Y.Doc): Node {
  const blocks: Node[] = []
  let loose: Node[] = []
  const closeLoose = (): void => {
    if (loose.length > 0) blocks.push(schema.nodes.textblock.create(null, loose))
    loose = []
  }
  for (const json of documentToJSON(doc).content) {
    // Text that lies between blocks gets a paragraph of its own.
    if (json.text !== undefined || json.type === 'hard_break') loose.push(inlineNode(json))
    else {
      closeLoose()
      blocks.push(blockNode(json))
    }
  }
  closeLoose()
  return schema.nodes.doc.create(null, blocks)
}

function blockNode(json: NodeJSON): Node {
  const content = json.content ?? []
  if (json.type === 'textblock') return schema.nodes.textblock.create(json.attrs, content.map(inlineNode))
  if (json.type === 'code_block' && content.every((node) => node.text !== undefined)) {
    return schema.nodes.code_block.create(json.attrs, content.map(inlineNode))
  }
  if (json.type === 'divider' && content.length === 0) return schema.nodes.divider.create(json.attrs)
  return schema.nodes.unsupported.create({ name: json.type, json })
}

function inlineNode(json: NodeJSON): Node {
  const marks = (json.marks ?? []).map(markFor)
  if (json.text !== undefined) return schema.text(json.text, marks)
  if (json.type === 'hard_break' && textOfNode(json) === '\n')
    return schema.nodes.hard_break.create(null, null, marks)
  return schema.nodes.unsupported_inline.create({ name: json.type, json }, null, marks)
}

function markFor(json: MarkJSON): Mark {
  const type = Object.hasOwn(schema.marks, json.type)
    ? schema.marks[json.type as keyof typeof schema.marks]
    : undefined
  return type === undefined || json.key !== undefined
    ? schema.marks.unsupported_mark.create({ name: json.type, json })
    : type.create(json.attrs)
}
