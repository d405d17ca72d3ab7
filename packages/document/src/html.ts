// HTML without a DOM, for servers, previews and the clipboard of other programs. Everything from the document is
// escaped or left out. Content this version does not know shows its text, in an element that names it.

import type { Node } from 'prosemirror-model'

import { isListKind, readLanguage } from './attrs.ts'
import { readCellAttrs } from './cell-attrs.ts'
import { readCalloutAttrs } from './containers.ts'
import { exportBlocks, innerBlocks, isPlainParagraph } from './export-block.ts'
import type { ExportBlock } from './export-block.ts'
import { groupBlocks } from './grouping.ts'
import type { Branch, ListItem, ListKind } from './grouping.ts'
import { safeHref } from './href.ts'
import { element, escapeHTML, imageHTML, inlineHTML } from './html-inline.ts'
import { textOfNode } from './json.ts'
import type { Attributes, NodeJSON } from './json.ts'
import { linkDOMAttributes } from './marks.ts'

/** HTML of a document, or of one block, given as a ProseMirror node or as JSON. One block a line. */
export function toHTML(document: Node | NodeJSON): string {
  return blocksHTML(exportBlocks(document))
}

function blocksHTML(blocks: readonly ExportBlock[]): string {
  return branchesHTML(groupBlocks(blocks), 0)
}

function branchesHTML(branches: readonly Branch<ExportBlock>[], lists: number): string {
  return branches.map((branch) => branchHTML(branch, lists)).join('\n')
}

// `lists` counts the lists around: it is the indent that nesting alone says; any other indent is written down.
function branchHTML(branch: Branch<ExportBlock>, lists: number): string {
  switch (branch.type) {
    case 'block':
      return blockHTML(branch.block, lists)
    case 'list':
      return listHTML(branch.kind, branch.items, lists)
    case 'quote':
      return `<blockquote>\n${branchesHTML(branch.children, lists)}\n</blockquote>`
    default:
      return branch satisfies never
  }
}

function listHTML(kind: ListKind, items: readonly ListItem<ExportBlock>[], lists: number): string {
  const lines = items.map((item) => itemHTML(item, lists)).join('\n')
  if (kind === 'ordered') return `<ol>\n${lines}\n</ol>`
  return `<ul${kind === 'task' ? ' class="stet-task-list"' : ''}>\n${lines}\n</ul>`
}

function itemHTML({ block, children }: ListItem<ExportBlock>, lists: number): string {
  const box =
    block.kind === 'task' ? `<input type="checkbox" disabled${block.checked ? ' checked' : ''}> ` : ''
  const text = box + inlineHTML(block.node.content)
  const nested = children.length === 0 ? '' : `\n${branchesHTML(children, lists + 1)}\n`
  // An empty item needs an element of its own, or what follows would be read as its text.
  const own = nested !== '' && textOfNode(block.node) === '' ? `<p>${text}</p>` : text
  return element('li', textblockAttributes(block, lists)).join(own + nested)
}

function blockHTML(block: ExportBlock, lists: number): string {
  const { node } = block
  if (block.kind !== null && !isListKind(block.kind)) {
    const tag = block.kind === 'heading' ? `h${block.level}` : 'p'
    return element(tag, textblockAttributes(block, tag === 'p' ? lists : 0)).join(inlineHTML(node.content))
  }
  const attrs = node.attrs ?? {}
  switch (node.type) {
    case 'divider':
      return node.content ? strangeHTML(block) : '<hr>'
    case 'code_block': {
      const language = readLanguage(attrs['language'])
      const [start, close] = element('code', language === null ? {} : { class: `language-${language}` })
      const code = textOfNode(node)
      // The last line feed in a <pre> shows as nothing.
      return `<pre>${start}${escapeHTML(code)}${code.endsWith('\n') ? '\n' : ''}${close}</pre>`
    }
    case 'math_block':
      return `<div class="stet-math-block"><code>${escapeHTML(textOfNode(node))}</code></div>`
    case 'figure': {
      const caption = node.content ? `<figcaption>${inlineHTML(node.content)}</figcaption>` : ''
      return `<figure>${imageHTML(attrs)}${caption}</figure>`
    }
    case 'embed':
      return node.content ? strangeHTML(block) : embedHTML(attrs)
    case 'callout': {
      const { kind, emoji } = readCalloutAttrs(attrs)
      const named = { 'data-callout': kind, ...(emoji === null ? {} : { 'data-emoji': emoji }), role: 'note' }
      return element('div', named).join(lines(blocksHTML(exportBlocks({ ...node, type: 'doc' }))))
    }
    case 'toggle':
      return `<details>${lines(toggleHTML(exportBlocks({ ...node, type: 'doc' })))}</details>`
    case 'table':
      return tableHTML(node) ?? strangeHTML(block)
    default:
      return strangeHTML(block)
  }
}

function strangeHTML({ node }: ExportBlock): string {
  const inner = innerBlocks(node)
  const shown = inner ? lines(blocksHTML(inner)) : inlineHTML(node.content)
  return element('div', { 'data-stet-unsupported': node.type }).join(shown)
}

function embedHTML(attrs: Attributes): string {
  const href = safeHref(attrs['href'])
  const title = typeof attrs['title'] === 'string' ? attrs['title'] : ''
  const link = element('a', linkDOMAttributes({ href })).join(escapeHTML(title || href || ''))
  const named = {
    ...(href === undefined ? {} : { 'data-href': href }),
    ...(title === '' ? {} : { 'data-title': title }),
  }
  return element('div', { class: 'stet-embed', ...named }).join(link)
}

// The first block of a toggle is what stays in sight. HTML allows text and headings there.
function toggleHTML(blocks: readonly ExportBlock[]): string {
  const [first, ...rest] = blocks
  if (first === undefined || !(isPlainParagraph(first) || isPlainHeading(first))) return blocksHTML(blocks)
  const text = inlineHTML(first.node.content)
  const summary = first.kind === 'heading' ? blockHTML(first, 0) : text || '<br>'
  return `<summary>${summary}</summary>${rest.length === 0 ? '' : `\n${blocksHTML(rest)}`}`
}

function isPlainHeading(block: ExportBlock): boolean {
  return block.kind === 'heading' && isPlainParagraph({ ...block, kind: 'paragraph' })
}

// undefined: something else than rows and cells is in it.
function tableHTML({ content: rows = [] }: NodeJSON): string | undefined {
  const written: string[] = []
  for (const row of rows) {
    const cells = row.content ?? []
    if (row.type !== 'table_row' || !cells.every(({ type }) => type === 'table_cell')) return undefined
    written.push(`<tr>${lines(cells.map(cellHTML).join('\n'))}</tr>`)
  }
  return `<table>\n<tbody>${lines(written.join('\n'))}</tbody>\n</table>`
}

function cellHTML(cell: NodeJSON): string {
  const { colspan, rowspan, align, colwidth, header } = readCellAttrs(cell.attrs ?? {})
  const attributes = {
    ...(header === null ? {} : { scope: header === 'row' ? 'row' : 'col' }),
    ...(colspan > 1 ? { colspan: String(colspan) } : {}),
    ...(rowspan > 1 ? { rowspan: String(rowspan) } : {}),
    ...(align === null ? {} : { align }),
    ...(colwidth === null ? {} : { 'data-colwidth': colwidth.join(',') }),
  }
  const blocks = exportBlocks({ ...cell, type: 'doc' })
  const [only, more] = blocks
  const bare = only && !more && isPlainParagraph(only) ? inlineHTML(only.node.content) : ''
  return element(header === null ? 'td' : 'th', attributes).join(bare || lines(blocksHTML(blocks)))
}

function lines(html: string): string {
  return html === '' ? '' : `\n${html}\n`
}

function textblockAttributes({ indent, align, dir }: ExportBlock, implied: number): Record<string, string> {
  return {
    ...(indent === implied ? {} : { 'data-indent': String(indent) }),
    ...(align === null ? {} : { align }),
    ...(dir === null ? {} : { dir }),
    // Many programs say "ltr" of every paragraph; here somebody chose it.
    ...(dir === 'ltr' ? { 'data-dir': dir } : {}),
  }
}
