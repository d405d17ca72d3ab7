// Tables as GitHub's Markdown has them: one row of headers, one paragraph in a cell, nothing merged.

import { readCellAttrs } from '../cell-attrs.ts'
import { exportBlocks, isPlainParagraph } from '../export-block.ts'
import type { NodeJSON } from '../json.ts'
import { inlineMarkdown } from './inline-markdown.ts'

/** The table as lines of pipes; undefined when it is more than these can say. */
export function pipeTable({ content: rows = [] }: NodeJSON): string | undefined {
  const [head, ...body] = rows.map(({ content = [] }) => content)
  if (head === undefined || head.length === 0 || rows.some(({ type }) => type !== 'table_row'))
    return undefined
  const aligns = head.map((cell) => readCellAttrs(cell.attrs ?? {}).align)
  if (aligns.includes('justify')) return undefined
  if (
    !head.every((cell) => headerOf(cell) === 'column') ||
    body.flat().some((cell) => headerOf(cell) !== null)
  )
    return undefined
  const written: string[] = []
  for (const row of [head, ...body]) {
    const cells = row.map((cell, column) => cellMarkdown(cell, aligns[column] ?? null))
    if (row.length !== head.length || cells.includes(undefined)) return undefined
    written.push(line(cells.map((cell) => cell ?? '')))
  }
  written.splice(1, 0, line(aligns.map((align) => ruleOf(align))))
  return written.join('\n')
}

function headerOf(cell: NodeJSON): string | null | undefined {
  return cell.type === 'table_cell' ? readCellAttrs(cell.attrs ?? {}).header : undefined
}

function cellMarkdown(cell: NodeJSON, columnAlign: string | null): string | undefined {
  const { colspan, rowspan, align } = readCellAttrs(cell.attrs ?? {})
  const [paragraph, more] = exportBlocks({ ...cell, type: 'doc' })
  if (colspan > 1 || rowspan > 1 || align !== columnAlign || more !== undefined) return undefined
  if (paragraph === undefined) return ''
  if (!isPlainParagraph(paragraph)) return undefined
  return inlineMarkdown(paragraph.node.content, { oneLine: true, cell: true })
}

function ruleOf(align: string | null): string {
  if (align === 'center') return ':-:'
  if (align === 'right') return '--:'
  return align === 'left' ? ':--' : '---'
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
