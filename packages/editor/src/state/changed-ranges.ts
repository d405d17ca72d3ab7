// What transactions changed, as ranges of the last document.
import type { Transaction } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'

export interface Range {
  readonly from: number
  readonly to: number
}

/** In the order of the changes; they may overlap. `counts` leaves out what steps changed that do not matter. */
export function changedRanges(
  transactions: readonly Transaction[],
  counts: (step: Step) => boolean = () => true,
): Range[] {
  let ranges: Range[] = []
  for (const tr of transactions) {
    for (const [index, step] of tr.steps.entries()) {
      const map = tr.mapping.maps[index]
      if (!map) continue
      ranges = ranges.map(({ from, to }) => ({ from: map.map(from, -1), to: map.map(to, 1) }))
      if (counts(step)) map.forEach((_oldFrom, _oldTo, from, to) => ranges.push({ from, to }))
    }
  }
  return ranges
}
