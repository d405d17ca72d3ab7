// One run of text: several ProseMirror text nodes on one side, one or more neighbouring Yjs texts on the other.
// Characters are changed by one insertion and one deletion around the caret's edit, marks only where they differ.

import { simpleDiffString } from 'lib0/diff'
import type { Node, NodeType } from 'prosemirror-model'
import type * as Y from 'yjs'
import { marksToAttributes, sameMarks } from './mark-attributes.ts'
import { projectText } from '../projection.ts'
import type { TextPiece } from '../adaptive/unknown-content.ts'

/** Fills a new text. */
export function insertText(text: Y.XmlText, nodes: readonly Node[]): void {
  text.applyDelta(nodes.map((node) => ({ insert: node.text, attributes: marksToAttributes(node.marks) })))
}

/** Makes the texts, read one after the other, equal the nodes. `texts` has at least one element. */
export function writeText(texts: readonly Y.XmlText[], nodes: readonly Node[], parent: NodeType): void {
  const pieces = texts.map((text) => projectText(text, parent))
  if (sameRun(pieces.flat(), nodes)) return
  const before = pieces.map((piece) => textOf(piece)).join('')
  for (const { index, remove, from, to } of splices(before, textOf(nodes))) {
    if (remove > 0) deleteRange(texts, index, remove)
    if (to > from) insertRange(texts, index, nodesBetween(nodes, from, to))
  }
  formatRun(texts, nodes, parent)
}

/** How many characters the texts share with the nodes at the start and the end. */
export function sharedLength(texts: readonly Y.XmlText[], nodes: readonly Node[]): number {
  const before = texts.map((text) => plainText(text)).join('')
  return before.length - simpleDiffString(before, textOf(nodes)).remove
}

function sameRun(shown: readonly Node[], wanted: readonly Node[]): boolean {
  if (textOf(shown) !== textOf(wanted)) return false
  return differences(shown, wanted).length === 0
}

interface Difference {
  readonly from: number
  readonly to: number
  readonly wanted: Node
  /** Which of the shown nodes differs. */
  readonly shown: number
}

/** Where the marks of two runs with the same characters differ. */
function differences(shown: readonly Node[], wanted: readonly Node[]): Difference[] {
  const result: Difference[] = []
  let position = 0
  let s = 0
  let w = 0
  let shownLeft = shown[0]?.nodeSize ?? 0
  let wantedLeft = wanted[0]?.nodeSize ?? 0
  for (;;) {
    const a = shown[s]
    const b = wanted[w]
    if (a === undefined || b === undefined) return result
    const length = Math.min(shownLeft, wantedLeft)
    if (!sameMarks(a.marks, b.marks)) {
      result.push({ from: position, to: position + length, wanted: b, shown: s })
    }
    position += length
    shownLeft -= length
    wantedLeft -= length
    if (shownLeft === 0) shownLeft = shown[++s]?.nodeSize ?? 0
    if (wantedLeft === 0) wantedLeft = wanted[++w]?.nodeSize ?? 0
  }
}

function formatRun(texts: readonly Y.XmlText[], nodes: readonly Node[], parent: NodeType): void {
  let offset = 0
  for (const text of texts) {
    const { length } = text
    const shown = projectText(text, parent)
    const shared = text.toDelta() as readonly TextPiece[]
    const target = nodesBetween(nodes, offset, offset + length)
    for (const { from, to, wanted, shown: index } of differences(shown, target)) {
      const attributes: Record<string, unknown> = marksToAttributes(wanted.marks)
      // Also what is there but not shown (a mark that another one excludes): it must not appear now.
      for (const name of Object.keys(shared[index]?.attributes ?? {})) {
        if (!Object.hasOwn(attributes, name)) attributes[name] = null
      }
      text.format(from, to - from, attributes)
    }
    offset += length
  }
}

interface Splice {
  /** Where, in the text as it was. */
  readonly index: number
  readonly remove: number
  /** What to insert there: the new text from here to there. */
  readonly from: number
  readonly to: number
}

/**
 * The changes from the last to the first, so that earlier indexes stay valid. One change in the middle, or two around
 * what stays: "**bold**" -> "bold" must not rewrite the word, in which a peer may be typing.
 */
function splices(before: string, after: string): Splice[] {
  const atStart = spliceAtStart(before, after)
  if (atStart !== null) return [atStart]
  const { index, remove, insert } = simpleDiffString(before, after)
  const removed = before.slice(index, index + remove)
  if (remove > 0 && insert.length > 0) {
    const kept = removed.indexOf(insert)
    if (kept >= 0) {
      const end = kept + insert.length
      return [
        { index: index + end, remove: remove - end, from: 0, to: 0 },
        { index, remove: kept, from: 0, to: 0 },
      ]
    }
    const around = insert.indexOf(removed)
    if (around >= 0) {
      return [
        { index: index + remove, remove: 0, from: index + around + remove, to: index + insert.length },
        { index, remove: 0, from: index, to: index + around },
      ]
    }
  }
  return [{ index, remove, from: index, to: index + insert.length }]
}

/**
 * "a1ab" -> "ab": it lost "a1" (the paragraph was split there) or "1a". What was cut or put before the text is one piece
 * as it was written, and can be found again in the other place (moved-text.ts). One letter is the same either way.
 */
function spliceAtStart(before: string, after: string): Splice | null {
  const grown = after.length - before.length
  if (Math.abs(grown) < 2) return null
  if (grown < 0) {
    const isCut = before.endsWith(after) && !before.startsWith(after)
    return isCut ? { index: 0, remove: -grown, from: 0, to: 0 } : null
  }
  const isPut = after.endsWith(before) && !after.startsWith(before)
  return isPut ? { index: 0, remove: 0, from: 0, to: grown } : null
}

function deleteRange(texts: readonly Y.XmlText[], index: number, length: number): void {
  let offset = 0
  let left = length
  for (const text of texts) {
    const size = text.length
    const from = Math.max(index - offset, 0)
    const count = Math.min(left, size - from)
    if (count > 0) {
      text.delete(from, count)
      left -= count
    }
    offset += size
  }
}

function insertRange(texts: readonly Y.XmlText[], index: number, nodes: readonly Node[]): void {
  let offset = 0
  for (const [i, text] of texts.entries()) {
    if (index <= offset + text.length || i === texts.length - 1) {
      let position = index - offset
      for (const node of nodes) {
        text.insert(position, node.text ?? '', marksToAttributes(node.marks))
        position += node.nodeSize
      }
      return
    }
    offset += text.length
  }
}

/** The stretch of a run from one character to another, as text nodes. */
function nodesBetween(nodes: readonly Node[], from: number, to: number): Node[] {
  const result: Node[] = []
  let offset = 0
  for (const node of nodes) {
    const start = Math.max(from - offset, 0)
    const end = Math.min(to - offset, node.nodeSize)
    if (start < end) result.push(node.cut(start, end))
    offset += node.nodeSize
  }
  return result
}

function textOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node.text ?? '').join('')
}

function plainText(text: Y.XmlText): string {
  return (text.toDelta() as readonly { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('')
}
