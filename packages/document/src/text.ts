// Plain text: what a person would type to say the same. One block a line; lists, tasks and quotes keep their signs,
// because a shopping list without them is hard to read.

import type { Node } from 'prosemirror-model'

import { exportBlocks, innerBlocks } from './export-block.ts'
import type { ExportBlock } from './export-block.ts'
import { orderedNumbers } from './grouping.ts'
import { textOfNode } from './json.ts'
import type { NodeJSON } from './json.ts'

/** Plain text of a document, or of one block, given as a ProseMirror node or as JSON. */
export function toText(document: Node | NodeJSON): string {
  return blocksText(exportBlocks(document))
}

function blocksText(blocks: readonly ExportBlock[]): string {
  const numbers = orderedNumbers(blocks)
  return blocks.map((block, index) => blockText(block, numbers[index])).join('\n')
}

function blockText(block: ExportBlock, number: number | undefined): string {
  const text = contentText(block)
  const sign = signOf(block, number)
  const quote = block.quote ? '> ' : ''
  const margin = quote + '  '.repeat(block.indent)
  // Further lines of a block stand below its text, not below its sign.
  return text
    .split('\n')
    .map((line, index) => margin + (index === 0 ? sign : ' '.repeat(sign.length)) + line)
    .join('\n')
}

function contentText({ kind, node }: ExportBlock): string {
  if (node.type === 'divider' && !node.content) return '---'
  const inner = kind === null && node.type !== 'code_block' ? innerBlocks(node) : undefined
  return inner ? blocksText(inner) : textOfNode(node)
}

function signOf(block: ExportBlock, number: number | undefined): string {
  switch (block.kind) {
    case 'bullet':
      return '- '
    case 'ordered':
      return `${number ?? 1}. `
    case 'task':
      return block.checked ? '[x] ' : '[ ] '
    case 'paragraph':
    case 'heading':
    case null:
      return ''
    default:
      return block.kind satisfies never
  }
}
