// How many words and characters a document has. What was counted in a block is remembered as long as the block stays the
// same, so counting again after an edit costs that block. Languages that write no spaces are divided by the browser.
import type { Node } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'

export interface Count {
  readonly words: number
  /** Grapheme clusters would be exact and slow; these are code points without line ends. */
  readonly characters: number
}

export interface TextCount extends Count {
  /** Of what is selected; undefined when nothing is. */
  readonly selection: Count | undefined
}

const known = new WeakMap<Node, Count>()
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
// "don't" and "co-author" are one word each, "3.14" too.
const word = /[\p{L}\p{M}\p{N}_]+(?:['’.-][\p{L}\p{M}\p{N}_]+)*/gu
let segmenter: Intl.Segmenter | undefined

export function countText({ doc, selection }: EditorState): TextCount {
  return {
    ...countRange(doc, 0, doc.content.size),
    selection: selection.empty ? undefined : countRange(doc, selection.from, selection.to),
  }
}

function countRange(doc: Node, from: number, to: number): Count {
  let words = 0
  let characters = 0
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true
    const start = pos + 1
    const isWhole = from <= start && to >= start + node.content.size
    const count = isWhole
      ? countBlock(node)
      : countWords(textBetween(node, Math.max(0, from - start), Math.min(node.content.size, to - start)))
    words += count.words
    characters += count.characters
    return false
  })
  return { words, characters }
}

function countBlock(block: Node): Count {
  let count = known.get(block)
  if (!count) known.set(block, (count = countWords(textBetween(block, 0, block.content.size))))
  return count
}

function textBetween(block: Node, from: number, to: number): string {
  return block.textBetween(from, to, undefined, (leaf) =>
    leaf.type.name === 'hard_break' ? '\n' : (leaf.type.spec.leafText?.(leaf) ?? ' '),
  )
}

export function countWords(text: string): Count {
  return { words: wordsIn(text), characters: Array.from(text.replaceAll('\n', '')).length }
}

function wordsIn(text: string): number {
  if (!withoutSpaces.test(text)) return text.match(word)?.length ?? 0
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  let words = 0
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words += 1
  return words
}
