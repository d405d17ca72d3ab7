// Plain text: what a person would type to say the same. One block a line; lists, tasks and quotes keep their signs,
// because a shopping list without them is hard to read.

import type { Node } from 'prosemirror-model'

import { exportBlocks, innerBlocks } from './export-block.ts'
import type { ExportBlock } from './export-block.ts'
import { readImageAttrs } from './figure.ts'
import { orderedNumbers } from './grouping.ts'
import { safeHref } from './href.ts'
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
  if (kind !== null) return textOfNode(node)
  const attrs = node.attrs ?? {}
  switch (node.type) {
    case 'divider':
      return node.content ? strangeText(node) : '---'
    case 'code_block':
    case 'math_block':
      return textOfNode(node)
    case 'figure':
      return textOfNode(node) || readImageAttrs(attrs).alt
    case 'embed':
      return node.content
        ? strangeText(node)
        : [attrs['title'], safeHref(attrs['href'])].filter(Boolean).join(' ')
    case 'table':
      return (node.content ?? []).map(rowText).join('\n')
    default:
      return strangeText(node)
  }
}

function strangeText(node: NodeJSON): string {
  const inner = innerBlocks(node)
  return inner ? blocksText(inner) : textOfNode(node)
}

// As spreadsheets take it: cells between tabs, one row a line.
function rowText(row: NodeJSON): string {
  return (row.content ?? [])
    .map((cell) => toText({ ...cell, type: 'doc' }).replace(/[\n\t]/g, ' '))
    .join('\t')
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
