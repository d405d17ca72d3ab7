// Document -> Markdown, in GitHub's dialect. What Markdown has no words for is written in the HTML that GitHub shows,
// and read back by fromMarkdown; what is lost all the same is listed in this package's README.

import type { Node } from 'prosemirror-model'

import { isListKind, readLanguage } from '../attrs.ts'
import { readCalloutAttrs } from '../containers.ts'
import { exportBlocks, innerBlocks, isPlainParagraph } from '../export-block.ts'
import type { ExportBlock } from '../export-block.ts'
import { readImageAttrs } from '../figure.ts'
import { groupBlocks } from '../grouping.ts'
import type { Branch, ListItem } from '../grouping.ts'
import { safeHref } from '../href.ts'
import { element, inlineHTML } from '../html-inline.ts'
import { toHTML } from '../html.ts'
import { textOfNode } from '../json.ts'
import type { NodeJSON } from '../json.ts'
import { inlineMarkdown } from './inline-markdown.ts'
import { imageMarkdown } from './inline-pieces.ts'
import { pipeTable } from './pipe-table.ts'

/** Markdown of a document, or of one block, given as a ProseMirror node or as JSON. */
export function toMarkdown(document: Node | NodeJSON): string {
  const blocks = exportBlocks(document)
  // A document nobody has written in yet is an empty file.
  if (blocks.length === 1 && blocks.every((block) => isPlainParagraph(block) && !block.node.content?.length))
    return ''
  return blocksMarkdown(blocks)
}

function blocksMarkdown(blocks: readonly ExportBlock[]): string {
  return branchesMarkdown(groupBlocks(blocks), 0)
}

// `lists` counts the lists around.
function branchesMarkdown(branches: readonly Branch<ExportBlock>[], lists: number): string {
  return branches.map((branch) => branchMarkdown(branch, lists)).join('\n\n')
}

function branchMarkdown(branch: Branch<ExportBlock>, lists: number): string {
  switch (branch.type) {
    case 'block':
      return blockMarkdown(branch.block, lists)
    case 'list':
      return branch.items.map((item, index) => itemMarkdown(item, { number: index + 1, lists })).join('\n')
    case 'quote':
      return quoted(branchesMarkdown(branch.children, lists))
    default:
      return branch satisfies never
  }
}

function itemMarkdown(
  { block, children }: ListItem<ExportBlock>,
  { number, lists }: { readonly number: number; readonly lists: number },
): string {
  const marker = block.kind === 'ordered' ? `${number}. ` : '- '
  const box = block.kind === 'task' ? `[${block.checked ? 'x' : ' '}] ` : ''
  const text = textMarkdown(block.node)
  // Without it, what follows would be read as the item's text.
  const own = box + (box === '' && text === '' && children.length > 0 ? '<br>' : text)
  let content = own
  for (const [index, child] of children.entries()) {
    content += index === 0 && own !== '<br>' && continuesText(child) ? '\n' : '\n\n'
    content += branchMarkdown(child, lists + 1)
  }
  return (marker + setIn(content, marker.length)).trimEnd()
}

// May this stand in the line after a paragraph? An empty item there would be read as the underline of a heading.
function continuesText(child: Branch<ExportBlock>): boolean {
  const first = child.type === 'list' ? child.items[0]?.block : undefined
  return first !== undefined && (first.kind === 'task' || textMarkdown(first.node) !== '')
}

function blockMarkdown(block: ExportBlock, lists: number): string {
  const { node, kind } = block
  if (kind !== null && !isListKind(kind)) return textblockMarkdown(block, lists)
  const attrs = node.attrs ?? {}
  switch (node.type) {
    case 'divider':
      return node.content ? strangeMarkdown(node) : '---'
    case 'code_block':
      return fenced(textOfNode(node), readLanguage(attrs['language']) ?? '')
    case 'math_block':
      return mathMarkdown(textOfNode(node))
    case 'figure':
      return figureMarkdown(node)
    case 'embed':
      return node.content || safeHref(attrs['href']) === undefined ? strangeMarkdown(node) : asHTML(node)
    case 'callout':
      return calloutMarkdown(node)
    case 'toggle':
      return toggleMarkdown(node)
    case 'table':
      return pipeTable(node) ?? asHTML(node)
    default:
      return strangeMarkdown(node)
  }
}

function textblockMarkdown(block: ExportBlock, lists: number): string {
  const { kind, level, align, dir, node } = block
  const text = kind === 'heading' ? headingMarkdown(level, node) : textMarkdown(node) || '<br>'
  // A paragraph of one picture would be read as a figure.
  const isPicture =
    kind === 'paragraph' && lists === 0 && !block.quote && text.startsWith('![') && isOnlyImage(node)
  const written = isPicture ? `${text}<!-- -->` : text
  if (lists > 0 || (align === null && dir === null)) return written
  const [start, close] = element('div', {
    ...(align === null ? {} : { align }),
    ...(dir === null ? {} : { dir }),
  })
  return `${start}\n\n${written}\n\n${close}`
}

function isOnlyImage({ content = [] }: NodeJSON): boolean {
  return content.filter(({ type }) => type === 'image').length === 1 && content.length === 1
}

function textMarkdown(node: NodeJSON): string {
  return inlineMarkdown(node.content, { oneLine: false, cell: false })
}

function headingMarkdown(level: number, node: NodeJSON): string {
  const text = inlineMarkdown(node.content, { oneLine: true, cell: false })
  // Number signs at the end would be taken for decoration.
  return `${'#'.repeat(level)} ${text.replace(/(^|\s)(#+)$/, '$1\\$2')}`.trimEnd()
}

function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((row) => row.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code === '' ? '' : `${code}\n`}${fence}`
}

function mathMarkdown(tex: string): string {
  // A formula with a line of dollar signs, or none at all, ends or begins elsewhere than it seems.
  return /^\s*\$\$\s*$/m.test(tex) || tex === '' ? fenced(tex, 'math') : `$$\n${tex}\n$$`
}

function figureMarkdown(node: NodeJSON): string {
  const attrs = node.attrs ?? {}
  const { src, alt } = readImageAttrs(attrs)
  if (src === undefined) return paragraphOf(textOfNode(node) || alt)
  return node.content?.length ? asHTML(node) : imageMarkdown(attrs, { cell: false })
}

function calloutMarkdown(node: NodeJSON): string {
  const { kind, emoji } = readCalloutAttrs(node.attrs ?? {})
  const blocks = exportBlocks({ ...node, type: 'doc' })
  const content = blocksMarkdown(blocks)
  if (emoji !== null) {
    const [start, close] = element('div', { 'data-callout': kind, 'data-emoji': emoji })
    return `${start}\n\n${content}\n\n${close}`
  }
  const first = blocks[0]
  const gap = first && isPlainParagraph(first) ? '\n' : '\n\n'
  return quoted(`[!${kind.toUpperCase()}]${content === '' ? '' : gap + content}`)
}

function toggleMarkdown(node: NodeJSON): string {
  const blocks = exportBlocks({ ...node, type: 'doc' })
  const [first, ...rest] = blocks
  const summary = first && summaryHTML(first)
  const content = blocksMarkdown(summary === undefined ? blocks : rest)
  return `<details>\n${summary === undefined ? '' : `<summary>${summary}</summary>\n`}${content === '' ? '' : `\n${content}\n\n`}</details>`
}

function summaryHTML(block: ExportBlock): string | undefined {
  const plain = isPlainParagraph({ ...block, kind: 'paragraph' })
  if (!plain || (block.kind !== 'paragraph' && block.kind !== 'heading')) return undefined
  const html = block.kind === 'heading' ? toHTML(block.node) : inlineHTML(block.node.content)
  return html.replace(/\s+/g, ' ') || '<br>'
}

function strangeMarkdown(node: NodeJSON): string {
  const inner = innerBlocks(node)
  return inner ? blocksMarkdown(inner) : inlineMarkdown(node.content, { oneLine: false, cell: false })
}

function paragraphOf(text: string): string {
  return inlineMarkdown([{ type: 'text', text }], { oneLine: false, cell: false })
}

// A block of HTML in Markdown ends at an empty line.
function asHTML(node: NodeJSON): string {
  return toHTML(node).replace(/\n(?=[ \t]*\n)/g, '&#10;')
}

function quoted(markdown: string): string {
  return markdown.replace(/^.*$/gm, (line) => (line === '' ? '>' : `> ${line}`))
}

function setIn(markdown: string, width: number): string {
  return markdown.replace(/\n(?!\n|$)/g, `\n${' '.repeat(width)}`)
}
