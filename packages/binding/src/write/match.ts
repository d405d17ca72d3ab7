// Which shared element becomes which wanted node. Elements whose node did not change are recognised by identity, and
// those in the same order stay in place (stay-in-place.ts), so that moving one block rewrites that block only and a peer's
// concurrent typing elsewhere stays where it was typed. What remains between them is paired by likeness.

import type { Node } from 'prosemirror-model'
import type { XmlElement } from 'yjs'
import { stayingInPlace } from './stay-in-place.ts'
import type { ElementPair } from './stay-in-place.ts'

export interface MatchRules {
  /** The element already shows this node. */
  same(element: XmlElement, node: Node): boolean
  /** The node the element shows, as far as it is known. */
  known(element: XmlElement): Node | undefined
  /** The element may be rewritten to show this node: it is of the same kind, and none that a stand-in shows. */
  canBecome(element: XmlElement, node: Node): boolean
  /** The person took this very node away and put it elsewhere. Asked only when the order changed. */
  wasMoved(node: Node): boolean
}

/** Pairs in increasing order of both indexes; elements in no pair are deleted, nodes in no pair are created. */
export function matchElements(
  shared: readonly XmlElement[],
  wanted: readonly Node[],
  rules: MatchRules,
): ElementPair[] {
  const shorter = Math.min(shared.length, wanted.length)
  let left = 0
  while (left < shorter && isPair(shared[left], wanted[left], rules)) left++
  let right = 0
  while (left + right < shorter && isPair(shared.at(-1 - right), wanted.at(-1 - right), rules)) right++

  const pairs: ElementPair[] = []
  for (let i = 0; i < left; i++) pairs.push({ shared: i, wanted: i })
  const end: ElementPair = { shared: shared.length - right, wanted: wanted.length - right }
  let previous: ElementPair = { shared: left - 1, wanted: left - 1 }
  for (const anchor of [...identical(shared, wanted, { previous, end, rules }), end]) {
    pairs.push(...matchByLikeness(shared, wanted, { previous, end: anchor, rules }))
    if (anchor !== end) pairs.push(anchor)
    previous = anchor
  }
  for (let i = 0; i < right; i++) pairs.push({ shared: end.shared + i, wanted: end.wanted + i })
  return pairs
}

interface Between {
  readonly previous: ElementPair
  readonly end: ElementPair
  readonly rules: MatchRules
}

function isPair(element: XmlElement | undefined, node: Node | undefined, rules: MatchRules): boolean {
  return element !== undefined && node !== undefined && rules.same(element, node)
}

/** The elements whose very node object is still wanted, as far as they stay in place. */
function identical(
  shared: readonly XmlElement[],
  wanted: readonly Node[],
  { previous, end, rules }: Between,
): readonly ElementPair[] {
  const wantedIndexes = new Map<Node, number>()
  for (let i = previous.wanted + 1; i < end.wanted; i++) {
    const node = wanted[i]
    if (node !== undefined && !wantedIndexes.has(node)) wantedIndexes.set(node, i)
  }
  const candidates: ElementPair[] = []
  for (let i = previous.shared + 1; i < end.shared; i++) {
    const element = shared[i]
    const node = element === undefined ? undefined : rules.known(element)
    const index = node === undefined ? undefined : wantedIndexes.get(node)
    if (node !== undefined && index !== undefined) {
      wantedIndexes.delete(node)
      candidates.push({ shared: i, wanted: index })
    }
  }
  return stayingInPlace(candidates, ({ wanted: index }) => {
    const node = wanted[index]
    return node !== undefined && rules.wasMoved(node)
  })
}

/** Beyond this many combinations (a paste over hundreds of blocks), pairing by position is good enough. */
const maxCombinations = 2_500

/** Order-preserving pairing with the greatest total likeness, between two anchors. */
function matchByLikeness(
  shared: readonly XmlElement[],
  wanted: readonly Node[],
  { previous, end, rules }: Between,
): ElementPair[] {
  const elements = shared.slice(previous.shared + 1, end.shared)
  const nodes = wanted.slice(previous.wanted + 1, end.wanted)
  if (elements.length === 0 || nodes.length === 0) return []
  const pair = (i: number, j: number): ElementPair => ({
    shared: previous.shared + 1 + i,
    wanted: previous.wanted + 1 + j,
  })
  if (elements.length * nodes.length > maxCombinations) {
    return elements.flatMap((element, i) => {
      const node = nodes[i]
      return node !== undefined && rules.canBecome(element, node) ? [pair(i, i)] : []
    })
  }
  const texts = elements.map((element) => sketch(rules.known(element)?.textContent ?? ''))
  const wantedTexts = nodes.map((node) => sketch(node.textContent))
  // best[i][j]: the greatest total for elements from i on and nodes from j on.
  const best = elements.map(() => new Float64Array(nodes.length + 1))
  best.push(new Float64Array(nodes.length + 1))
  const score = (i: number, j: number): number => {
    const [element, text, node, wantedText] = [elements[i], texts[i], nodes[j], wantedTexts[j]]
    if (element === undefined || node === undefined || text === undefined || wantedText === undefined) {
      return -1
    }
    // Something rather than nothing: a block of the same kind is better rewritten than replaced.
    return rules.canBecome(element, node) ? 0.01 + likeness(text, wantedText) : -1
  }
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0
  for (let i = elements.length - 1; i >= 0; i--) {
    for (let j = nodes.length - 1; j >= 0; j--) {
      const paired = score(i, j) < 0 ? -1 : score(i, j) + at(i + 1, j + 1)
      const row = best[i]
      if (row !== undefined) row[j] = Math.max(paired, at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: ElementPair[] = []
  let i = 0
  let j = 0
  while (i < elements.length && j < nodes.length) {
    const value = score(i, j)
    if (value >= 0 && value + at(i + 1, j + 1) >= at(i, j) - 1e-9) pairs.push(pair(i++, j++))
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** What likeness needs of a text; made once per text, not once per combination. */
interface Sketch {
  readonly text: string
  readonly pairs: ReadonlySet<string>
}

/** The start of a text says enough about it; without a bound, long paragraphs would cost their length each. */
const sketchLength = 200

function sketch(whole: string): Sketch {
  const text = whole.slice(0, sketchLength)
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < text.length; i++) pairs.add(text.slice(i, i + 2))
  return { text, pairs }
}

/** From 0 (nothing in common) to 1 (equal): shared start and end, or shared pairs of letters anywhere. */
function likeness(a: Sketch, b: Sketch): number {
  return Math.max(sharedEnds(a.text, b.text), sharedPairs(a.pairs, b.pairs))
}

function sharedEnds(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  if (longer === 0) return 1
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start++
  let end = 0
  while (start + end < shorter && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return (start + end) / longer
}

function sharedPairs(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared++
  return (2 * shared) / (a.size + b.size)
}
