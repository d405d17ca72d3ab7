// HTML without a DOM, for servers, previews and the clipboard of other programs. Everything from the document is
// escaped or left out. Content this version does not know shows its text, in an element that names it.

import type { Node } from 'prosemirror-model'

import { isListKind, readLanguage } from './attrs.ts'
import { exportBlocks, innerBlocks } from './export-block.ts'
import type { ExportBlock } from './export-block.ts'
import { groupBlocks } from './grouping.ts'
import type { Branch, ListItem, ListKind } from './grouping.ts'
import { originalMark, originalNode, textOfNode } from './json.ts'
import type { MarkJSON, NodeJSON } from './json.ts'
import { linkDOMAttributes } from './marks.ts'

// The element of each mark that has nothing but a name.
const markTags: ReadonlyMap<string, string> = new Map([
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underline', 'u'],
  ['strike', 's'],
  ['code', 'code'],
])

/** HTML of a document, or of one block, given as a ProseMirror node or as JSON. One block a line. */
export function toHTML(document: Node | NodeJSON): string {
  return branchesHTML(groupBlocks(exportBlocks(document)), 0)
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
  return `<li${indentAttribute(block, lists)}>${own}${nested}</li>`
}

function blockHTML(block: ExportBlock, lists: number): string {
  const { node } = block
  if (block.kind !== null && !isListKind(block.kind)) {
    const tag = block.kind === 'heading' ? `h${block.level}` : 'p'
    return `<${tag}${indentAttribute(block, tag === 'p' ? lists : 0)}>${inlineHTML(node.content)}</${tag}>`
  }
  if (node.type === 'divider' && !node.content) return '<hr>'
  if (node.type === 'code_block') {
    const language = readLanguage(node.attrs?.['language'])
    const name = language === null ? '' : ` class="language-${escapeHTML(language)}"`
    return `<pre><code${name}>${escapeHTML(textOfNode(node))}</code></pre>`
  }
  const inner = innerBlocks(node)
  const shown = inner ? `\n${branchesHTML(groupBlocks(inner), 0)}\n` : inlineHTML(node.content)
  return `<div data-stet-unsupported="${escapeHTML(node.type)}">${shown}</div>`
}

function indentAttribute(block: ExportBlock, implied: number): string {
  return block.indent === implied ? '' : ` data-indent="${block.indent}"`
}

function inlineHTML(content: readonly NodeJSON[] = []): string {
  let html = ''
  let open: { readonly mark: string; readonly close: string }[] = []
  for (const node of content) {
    const marks = (node.marks ?? []).map((mark) => ({ json: originalMark(mark), mark: JSON.stringify(mark) }))
    let kept = 0
    while (kept < open.length && open[kept]?.mark === marks[kept]?.mark) kept += 1
    html += closing(open.slice(kept))
    open = open.slice(0, kept)
    for (const { json, mark } of marks.slice(kept)) {
      const [start, close] = markHTML(json)
      html += start
      open.push({ mark, close })
    }
    html += inlineNodeHTML(originalNode(node))
  }
  return html + closing(open)
}

function inlineNodeHTML(node: NodeJSON): string {
  if (node.text !== undefined) return escapeHTML(node.text)
  if (node.type === 'hard_break' && !node.content) return '<br>'
  // A span, because a div may not stand inside a paragraph.
  return `<span data-stet-unsupported="${escapeHTML(node.type)}">${inlineHTML(node.content)}</span>`
}

function markHTML(mark: MarkJSON): readonly [start: string, close: string] {
  if (mark.type === 'link') {
    const attributes = Object.entries(linkDOMAttributes(mark.attrs ?? {}))
    return [`<a${attributes.map(([name, value]) => ` ${name}="${escapeHTML(value)}"`).join('')}>`, '</a>']
  }
  const tag = markTags.get(mark.type)
  if (tag !== undefined) return [`<${tag}>`, `</${tag}>`]
  return [`<span data-stet-unsupported="${escapeHTML(mark.type)}">`, '</span>']
}

function closing(open: readonly { readonly close: string }[]): string {
  return open
    .map(({ close }) => close)
    .toReversed()
    .join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}
