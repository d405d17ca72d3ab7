// What every export needs of a block: the JSON of the original, and its attributes read safely, in the shape that
// grouping takes.

import type { Node } from 'prosemirror-model'

import { readTextblockAttrs } from './attrs.ts'
import type { BlockKind, HeadingLevel } from './attrs.ts'
import type { FlatBlock } from './grouping.ts'
import { joinTexts, originalNode } from './json.ts'
import type { NodeJSON } from './json.ts'

export interface ExportBlock extends FlatBlock {
  readonly node: NodeJSON
  readonly kind: BlockKind | null
  readonly level: HeadingLevel
  readonly checked: boolean
}

/** The blocks of a document, given as a ProseMirror node or as JSON. Loose text becomes a paragraph. */
export function exportBlocks(document: Node | NodeJSON): ExportBlock[] {
  const json = 'toJSON' in document ? (document.toJSON() as NodeJSON) : document
  const blocks: NodeJSON[] = []
  let loose: NodeJSON[] = []
  for (const node of json.type === 'doc' ? (json.content ?? []) : [json]) {
    if (node.text !== undefined || node.type === 'hard_break') {
      if (loose.length === 0) blocks.push({ type: 'textblock', content: loose })
      loose.push(node)
    } else {
      loose = []
      blocks.push(originalNode(node))
    }
  }
  return blocks.map(exportBlock)
}

function exportBlock(node: NodeJSON): ExportBlock {
  const attrs = readTextblockAttrs(node.attrs ?? {})
  if (node.type === 'textblock')
    return { ...attrs, node: { ...node, content: joinTexts(node.content ?? []) } }
  return { node, kind: null, level: 1, indent: 0, checked: false, quote: false }
}

/**
 * The blocks inside a block this version does not know, so that they are shown as what they are; undefined when it is
 * empty or holds text directly.
 */
export function innerBlocks({ content = [] }: NodeJSON): ExportBlock[] | undefined {
  const holdsText = content.some((node) => node.text !== undefined || node.type === 'hard_break')
  return holdsText || content.length === 0 ? undefined : exportBlocks({ type: 'doc', content })
}
