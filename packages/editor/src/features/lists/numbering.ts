// The numbers of ordered items. Items are flat blocks, so nothing in the document says "third": the number follows from
// the blocks before, by the same rule as in exports (`orderedNumbers` of @stet/document). It is shown by a decoration
// (`start` on the item's own `<ol>`), never stored, so two people inserting items at once cannot disagree about it.
//
// Cost: while people type inside blocks, nothing is counted. When blocks appear, vanish or change kind or indent, the
// run of blocks around the change is counted again.
import { orderedNumbers } from '@stet/document'
import type { FlatBlock } from '@stet/document'
import type { Node } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { blockAttrs, isTextblock } from '../../state/blocks.ts'

/** The number that the block at a child index of the document would get as an ordered item at `indent`. */
export function numberAt(doc: Node, index: number, indent: number): number {
  const { from } = runAround(doc, index, index)
  const blocks = childrenOf(doc, from, index).map(flatBlock)
  const own = doc.maybeChild(index)
  const quote = own ? flatBlock(own).quote : false
  return orderedNumbers([...blocks, { kind: 'ordered', indent, quote }]).at(-1) ?? 1
}

const key = new PluginKey<DecorationSet>('stetNumbering')

export function numbering(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, state) =>
        DecorationSet.create(state.doc, numbersIn(state.doc, 0, state.doc.childCount)),
      apply(tr, numbers, before) {
        if (!tr.docChanged) return numbers
        const changed = changedChildren(before.doc, tr.doc)
        const mapped = onBlocksOnly(numbers.map(tr.mapping, tr.doc))
        if (changed.alike && allNumbered(tr.doc, changed, mapped)) return mapped
        const run = runAround(tr.doc, changed.from, changed.to)
        const start = offsetOf(tr.doc, run.from)
        const end = offsetOf(tr.doc, run.to)
        const stale = mapped.find(start, end).filter((number) => number.from >= start && number.to <= end)
        return onBlocksOnly(mapped.remove(stale).add(tr.doc, numbersIn(tr.doc, run.from, run.to)))
      },
    },
    props: {
      decorations: (state) => key.getState(state),
    },
  })
}

// For every block of the document the view asks for the decorations inside it, and a DecorationSet looks through all that
// it has for each: with 500 items among 2,000 blocks that was 4 ms of every key. None of ours is ever inside a block.
function onBlocksOnly(numbers: DecorationSet): DecorationSet {
  return numbers === DecorationSet.empty
    ? numbers
    : Object.assign(numbers, { forChild: () => DecorationSet.empty })
}

/** The numbers as the plugin shows them, by position of the item. */
export function shownNumbers(state: EditorState): { readonly pos: number; readonly number: number }[] {
  const found = key.getState(state)?.find() ?? []
  return found
    .map(({ from, spec }) => ({ pos: from, number: (spec as { number: number }).number }))
    .sort((a, b) => a.pos - b.pos)
}

interface ChildRange {
  readonly from: number
  readonly to: number
}

interface ChangedChildren extends ChildRange {
  /** Only what is inside the blocks differs: as many blocks as before, with the same part in numbering. */
  readonly alike: boolean
}

/**
 * Which children of the new document are not those of the old. Unchanged children are the same objects, so the
 * comparison is one pointer for each block.
 */
export function changedChildren(before: Node, after: Node): ChangedChildren {
  const least = Math.min(before.childCount, after.childCount)
  let from = 0
  while (from < least && before.child(from) === after.child(from)) from += 1
  let same = 0
  while (same < least - from && childFromEnd(before, same) === childFromEnd(after, same)) same += 1
  const to = after.childCount - same
  let alike = before.childCount === after.childCount
  for (let i = from; i < to && alike; i += 1) alike = countsAlike(before.child(i), after.child(i))
  return { from, to, alike }
}

// The blocks whose numbers depend on, or decide about, the blocks [from, to): up to the nearest blocks on the outermost
// level that are no ordered items. Counting starts anew after such a block, whatever came before.
function runAround(doc: Node, from: number, to: number): ChildRange {
  let first = from
  while (first > 0 && !endsCounting(doc.child(first - 1))) first -= 1
  let last = to
  while (last < doc.childCount && !endsCounting(doc.child(last))) last += 1
  return { from: first, to: last }
}

function endsCounting(node: Node): boolean {
  const { kind, indent } = flatBlock(node)
  return kind !== 'ordered' && indent === 0
}

// A change that replaces a whole item (rather than text in it) takes its decoration away.
function allNumbered(doc: Node, changed: ChildRange, numbers: DecorationSet): boolean {
  let pos = offsetOf(doc, changed.from)
  for (const node of childrenOf(doc, changed.from, changed.to)) {
    const end = pos + node.nodeSize
    // `find` also gives neighbours that only touch.
    const own = numbers.find(pos, end).some((number) => number.from === pos && number.to === end)
    if (flatBlock(node).kind === 'ordered' && !own) return false
    pos = end
  }
  return true
}

// `from` must begin a run.
function numbersIn(doc: Node, from: number, to: number): Decoration[] {
  const nodes = childrenOf(doc, from, to)
  const decorations: Decoration[] = []
  let pos = offsetOf(doc, from)
  for (const [index, number] of orderedNumbers(nodes.map(flatBlock)).entries()) {
    const end = pos + (nodes[index]?.nodeSize ?? 0)
    if (number !== undefined)
      decorations.push(Decoration.node(pos, end, { start: String(number) }, { number }))
    pos = end
  }
  return decorations
}

/** What a block is to numbering. */
export function flatBlock(node: Node): FlatBlock {
  return isTextblock(node) ? blockAttrs(node) : { kind: null, indent: 0, quote: false }
}

function countsAlike(a: Node, b: Node): boolean {
  const [one, other] = [flatBlock(a), flatBlock(b)]
  return one.kind === other.kind && one.indent === other.indent && one.quote === other.quote
}

function childrenOf(doc: Node, from: number, to: number): readonly Node[] {
  return doc.content.content.slice(from, to)
}

function childFromEnd(doc: Node, index: number): Node {
  return doc.child(doc.childCount - 1 - index)
}

/** The position before the child of this index. */
export function offsetOf(doc: Node, index: number): number {
  let offset = 0
  for (let i = 0; i < index; i += 1) offset += doc.child(i).nodeSize
  return offset
}
