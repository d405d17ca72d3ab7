// Flat blocks <-> the nesting that HTML and Markdown need. A document is a flat list in which a list item knows its
// indent; an export wants lists in items in lists. One rule makes the tree: a block belongs to the list item before it
// that is indented less than itself. So a paragraph indented below an item stays inside the item, and the numbers go on
// after it.

import { isListKind } from './attrs.ts'
import type { BlockKind } from './attrs.ts'

/** What grouping looks at. `kind` is null for blocks that are no textblocks; such a block has indent 0. */
export interface FlatBlock {
  readonly kind: BlockKind | null
  readonly indent: number
  readonly quote: boolean
}

export type ListKind = 'bullet' | 'ordered' | 'task'

export type Branch<Block> =
  | { readonly type: 'block'; readonly block: Block }
  | { readonly type: 'list'; readonly kind: ListKind; readonly items: readonly ListItem<Block>[] }
  | { readonly type: 'quote'; readonly children: readonly Branch<Block>[] }

export interface ListItem<Block> {
  readonly block: Block
  /** Nested lists, and paragraphs that belong to the item. */
  readonly children: readonly Branch<Block>[]
}

/** Nests flat blocks; each block appears in the tree exactly once, in the same order. */
export function groupBlocks<Block extends FlatBlock>(blocks: readonly Block[]): Branch<Block>[] {
  const tree: Branch<Block>[] = []
  for (let start = 0; start < blocks.length;) {
    const quote = blocks[start]?.quote === true
    let end = start
    while (end < blocks.length && blocks[end]?.quote === quote) end += 1
    const children = groupLists(blocks.slice(start, end))
    if (quote) tree.push({ type: 'quote', children })
    else tree.push(...children)
    start = end
  }
  return tree
}

/** The blocks of a tree in document order: undoes groupBlocks. */
export function flattenBlocks<Block>(tree: readonly Branch<Block>[]): Block[] {
  return tree.flatMap((branch): Block[] => {
    switch (branch.type) {
      case 'block':
        return [branch.block]
      case 'list':
        return branch.items.flatMap((item) => [item.block, ...flattenBlocks(item.children)])
      case 'quote':
        return flattenBlocks(branch.children)
      default:
        return branch satisfies never
    }
  })
}

/**
 * The number each ordered item shows, undefined for other blocks: the same numbers as in the tree, in one pass
 * without building it, because an editor asks after every change.
 */
export function orderedNumbers(blocks: readonly FlatBlock[]): (number | undefined)[] {
  let counts: number[] = []
  let quote = false
  return blocks.map((block) => {
    if (block.quote !== quote) counts = []
    quote = block.quote
    if (block.kind !== 'ordered') {
      counts.length = Math.min(counts.length, block.indent)
      return undefined
    }
    counts.length = Math.min(counts.length, block.indent + 1)
    const count = (counts[block.indent] ?? 0) + 1
    counts[block.indent] = count
    return count
  })
}

interface OpenList<Block> {
  readonly type: 'list'
  readonly kind: ListKind
  readonly indent: number
  readonly items: { block: Block; children: OpenBranch<Block>[] }[]
}
type OpenBranch<Block> = { readonly type: 'block'; readonly block: Block } | OpenList<Block>

function groupLists<Block extends FlatBlock>(blocks: readonly Block[]): Branch<Block>[] {
  const root: OpenBranch<Block>[] = []
  // The items that are still open, each indented more than the one before.
  const open: { readonly indent: number; readonly children: OpenBranch<Block>[] }[] = []
  for (const block of blocks) {
    while ((open.at(-1)?.indent ?? -1) >= block.indent) open.pop()
    const siblings = open.at(-1)?.children ?? root
    if (block.kind === null || !isListKind(block.kind)) {
      siblings.push({ type: 'block', block })
      continue
    }
    const item = { block, children: [] }
    const last = siblings.at(-1)
    if (last?.type === 'list' && last.kind === block.kind && last.indent === block.indent)
      last.items.push(item)
    else siblings.push({ type: 'list', kind: block.kind, indent: block.indent, items: [item] })
    open.push({ indent: block.indent, children: item.children })
  }
  return root
}
