// Which of the elements whose order changed stay where they are. [one, two, three] -> [one, three, two] can be "three"
// moved up or "two" moved down: the documents do not tell, the person's steps do. What they took hold of moves; the rest
// stays, since somebody else may be typing in it.

export interface ElementPair {
  readonly shared: number
  readonly wanted: number
}

/**
 * The candidates increase in `shared`; the result increases in both. First as many as possible of those that were not
 * moved, then what still fits between them. `wasMoved` is not asked when all of them fit.
 */
export function stayingInPlace(
  candidates: readonly ElementPair[],
  wasMoved: (candidate: ElementPair) => boolean,
): readonly ElementPair[] {
  const longest = longestIncreasing(candidates)
  if (longest.length === candidates.length) return longest
  const moved = candidates.filter((each) => wasMoved(each))
  if (moved.length === 0 || moved.length === candidates.length) return longest
  const known = new Set(moved)
  const stayed = longestIncreasing(candidates.filter((each) => !known.has(each)))
  const result: ElementPair[] = []
  let from = 0
  let previous = -1
  for (const end of [...stayed, undefined]) {
    const between: ElementPair[] = []
    for (let each = moved[from]; each !== undefined; each = moved[++from]) {
      if (end !== undefined && each.shared > end.shared) break
      if (each.wanted > previous && each.wanted < (end?.wanted ?? Infinity)) between.push(each)
    }
    result.push(...longestIncreasing(between))
    if (end === undefined) break
    result.push(end)
    previous = end.wanted
  }
  return result
}

/** Patience sorting: O(n log n). The candidates increase in `shared`; the result increases in both. */
function longestIncreasing(candidates: readonly ElementPair[]): ElementPair[] {
  interface Link {
    readonly pair: ElementPair
    readonly before: Link | undefined
  }
  const tails: Link[] = []
  for (const pair of candidates) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((tails[middle]?.pair.wanted ?? 0) < pair.wanted) low = middle + 1
      else high = middle
    }
    tails[low] = { pair, before: tails[low - 1] }
  }
  const result: ElementPair[] = []
  for (let link = tails.at(-1); link !== undefined; link = link.before) result.push(link.pair)
  return result.toReversed()
}
