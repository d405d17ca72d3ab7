// What every export needs of a block: the JSON of the original, and its attributes read safely, in the shape that
// grouping takes.

import type { Node } from 'prosemirror-model'

import { readTextblockAttrs } from './attrs.ts'
import type { BlockKind, Direction, HeadingLevel } from './attrs.ts'
import type { Align } from './cell-attrs.ts'
import type { FlatBlock } from './grouping.ts'
import { joinTexts, originalNode } from './json.ts'
import type { NodeJSON } from './json.ts'

export interface ExportBlock extends FlatBlock {
  readonly node: NodeJSON
  readonly kind: BlockKind | null
  readonly level: HeadingLevel
  readonly checked: boolean
  readonly align: Align | null
  readonly dir: Direction | null
}

/** The blocks of a document, given as a ProseMirror node or as JSON. Loose text becomes a paragraph. */
export function exportBlocks(document: Node | NodeJSON): ExportBlock[] {
  const json = 'toJSON' in document ? (document.toJSON() as NodeJSON) : document
  const blocks: NodeJSON[] = []
  let loose: NodeJSON[] = []
  for (const node of json.type === 'doc' ? (json.content ?? []) : [json]) {
    if (isInline(node)) {
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
  return { ...readTextblockAttrs({}), node, kind: null }
}

/**
 * The blocks inside a block this version does not know, so that they are shown as what they are; undefined when it is
 * empty or holds text directly.
 */
export function innerBlocks({ content = [] }: NodeJSON): ExportBlock[] | undefined {
  const holdsText = content.some(isInline)
  return holdsText || content.length === 0 ? undefined : exportBlocks({ type: 'doc', content })
}

/** A paragraph that needs no element of its own where it stands alone. */
export function isPlainParagraph({ kind, indent, quote, align, dir }: ExportBlock): boolean {
  return kind === 'paragraph' && indent === 0 && !quote && align === null && dir === null
}

const inlineTypes: ReadonlySet<string> = new Set(['hard_break', 'image', 'mention', 'math_inline'])

function isInline(node: NodeJSON): boolean {
  return node.text !== undefined || inlineTypes.has(node.type)
}
