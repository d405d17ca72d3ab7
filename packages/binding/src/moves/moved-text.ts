// Which deleted stretches of text reappear among the inserted ones, character by character.

import * as Y from 'yjs'

/** Consecutive characters of one Yjs text, with the items they are in. */
export interface Stretch {
  readonly text: Y.XmlText
  readonly string: string
  readonly items: readonly { readonly item: Y.Item; readonly at: number }[]
}

export interface Match {
  readonly source: Pick<Stretch, 'text'>
  readonly target: Pick<Stretch, 'text'>
  /** Parts of source items, with the id of the first copied character. */
  readonly pieces: readonly {
    readonly item: Y.Item
    readonly from: number
    readonly length: number
    readonly to: Y.ID
  }[]
}

/** The chosen string items of a text; as one stretch, or as one for each run of neighbours. */
export function textStretches(
  text: Y.XmlText,
  isChosen: (item: Y.Item) => boolean,
  asOne: boolean,
): Stretch[] {
  const stretches: Stretch[] = []
  let string = ''
  let items: { item: Y.Item; at: number }[] = []
  const close = (): void => {
    if (items.length > 0) stretches.push({ text, string, items })
    string = ''
    items = []
  }
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString && isChosen(item)) {
      items.push({ item, at: string.length })
      string += item.content.str
    } else if (!asOne && item.countable && !item.deleted) {
      close()
    }
  }
  close()
  return stretches
}

/** A stretch can be copied in parts; more than this many parts is no move but a coincidence. */
const maxParts = 50

/** Beyond this many combinations (hundreds of blocks at once), only what moved unchanged is recognised. */
const maxCombinations = 2_500

interface Part {
  readonly stretch: Stretch
  readonly from: number
  readonly to: number
}

/** Equal stretches first, then the longest equal parts; every character is used once. */
export function shareText(sources: readonly Stretch[], targets: readonly Stretch[]): Match[] {
  const matches: Match[] = []
  const byString = Map.groupBy(targets, ({ string }) => string)
  const taken = new Set<Stretch>()
  for (const source of sources) {
    const equal = byString.get(source.string)?.find((each) => !taken.has(each))
    const common = equal === undefined ? null : commonPart(whole(source), whole(equal))
    if (equal === undefined || common === null) continue
    taken.add(equal).add(source)
    matches.push(matchOf(common))
  }
  const isOpen = (stretch: Stretch): boolean => !taken.has(stretch)
  let open = sources.filter(isOpen).map(whole)
  let free = targets.filter(isOpen).map(whole)
  for (let round = 0; round < maxParts && open.length * free.length <= maxCombinations; round++) {
    let best: Common | null = null
    for (const source of open) {
      for (const target of free) {
        const common = commonPart(source, target)
        if (common !== null && common.length > (best?.length ?? 0)) best = common
      }
    }
    if (best === null) break
    const { source, target, sourceFrom, targetFrom, length } = best
    matches.push(matchOf(best))
    open = open.flatMap((part) => (part === source ? without(part, sourceFrom, length) : [part]))
    free = free.flatMap((part) => (part === target ? without(part, targetFrom, length) : [part]))
  }
  return matches
}

interface Common {
  readonly source: Part
  readonly target: Part
  readonly sourceFrom: number
  readonly targetFrom: number
  readonly length: number
}

/** Shorter equal parts of two otherwise different texts mean nothing. */
const minCommon = 3

function commonPart(source: Part, target: Part): Common | null {
  const { text } = source.stretch
  // Within a text that lives on, a peer's typing stays where it is anyhow.
  if (text === target.stretch.text && text._item?.deleted !== true) return null
  const a = source.stretch.string.slice(source.from, source.to)
  const b = target.stretch.string.slice(target.from, target.to)
  const common = (sourceAt: number, targetAt: number, length: number): Common => ({
    source,
    target,
    sourceFrom: source.from + sourceAt,
    targetFrom: target.from + targetAt,
    length,
  })
  if (a.length >= b.length) {
    const at = a.endsWith(b) ? a.length - b.length : a.indexOf(b)
    if (at >= 0) return common(at, 0, b.length)
  } else {
    const at = b.indexOf(a)
    if (at >= 0) return common(0, at, a.length)
  }
  const { length, sourceAt, targetAt } = longestCommon(a, b)
  return length < minCommon ? null : common(sourceAt, targetAt, length)
}

/** Longer texts are compared at their ends only. */
const maxCells = 250_000

/** "aab|ac" split there deletes "aaba" and inserts "aab": which of equal letters was deleted, a comparison cannot know. */
function longestCommon(a: string, b: string): { length: number; sourceAt: number; targetAt: number } {
  if (a.length * b.length > maxCells) return longestEnd(a, b)
  let best = { length: 0, sourceAt: 0, targetAt: 0 }
  let previous = new Uint32Array(b.length + 1)
  for (let i = 1; i <= a.length; i++) {
    const row = new Uint32Array(b.length + 1)
    for (let j = 1; j <= b.length; j++) {
      if (a[i - 1] !== b[j - 1]) continue
      const length = (previous[j - 1] ?? 0) + 1
      row[j] = length
      if (length > best.length) best = { length, sourceAt: i - length, targetAt: j - length }
    }
    previous = row
  }
  return best
}

function longestEnd(a: string, b: string): { length: number; sourceAt: number; targetAt: number } {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start++
  let end = 0
  while (end < shorter && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  if (start >= end) return { length: start, sourceAt: 0, targetAt: 0 }
  return { length: end, sourceAt: a.length - end, targetAt: b.length - end }
}

function matchOf({ source, target, sourceFrom, targetFrom, length }: Common): Match {
  const pieces: { item: Y.Item; from: number; length: number; to: Y.ID }[] = []
  for (const { item, at } of source.stretch.items) {
    const start = Math.max(at, sourceFrom)
    const end = Math.min(at + item.length, sourceFrom + length)
    for (const copy of target.stretch.items) {
      // The same characters, counted in the target.
      const from = Math.max(start - sourceFrom + targetFrom, copy.at)
      const to = Math.min(end - sourceFrom + targetFrom, copy.at + copy.item.length)
      if (from >= to) continue
      pieces.push({
        item,
        from: from - targetFrom + sourceFrom - at,
        length: to - from,
        to: Y.createID(copy.item.id.client, copy.item.id.clock + from - copy.at),
      })
    }
  }
  return { source: source.stretch, target: target.stretch, pieces }
}

function whole(stretch: Stretch): Part {
  return { stretch, from: 0, to: stretch.string.length }
}

function without({ stretch, from, to }: Part, at: number, length: number): Part[] {
  return [
    { stretch, from, to: at },
    { stretch, from: at + length, to },
  ].filter((part) => part.to > part.from)
}
