// Steps that wait while others are applied. Two uses: an edit of this person's comes before the others' changes that wait
// for the next frame, and those outside the text being composed are shown before those inside it.

import type { Transform } from 'prosemirror-transform'
import { AttrStep, Mapping, ReplaceStep, StepMap } from 'prosemirror-transform'
import type { Step } from 'prosemirror-transform'

/**
 * Applies `steps` to `tr`, whose document is the one they were made for after the changes in `over`. A step whose place
 * is gone is left out.
 */
export function rebaseSteps(steps: readonly Step[], over: readonly StepMap[], tr: Transform): void {
  const inverted = steps.map((step) => step.getMap().invert()).toReversed()
  const mapping = new Mapping([...inverted, ...over])
  for (const [index, step] of steps.entries()) {
    const mapped = step.map(mapping.slice(steps.length - index))
    if (mapped !== null && tr.maybeStep(mapped).failed === null) {
      // What a step inserted comes back where its inverse deleted it: positions inside find it again.
      mapping.appendMap(mapped.getMap(), steps.length - 1 - index)
    }
  }
}

export interface Range {
  readonly from: number
  readonly to: number
}

export interface SplitSteps {
  /** One after the other, for the document that all of them were made for. */
  readonly now: readonly Step[]
  /** For the document after `now`. */
  readonly later: readonly Step[]
}

/**
 * Those that touch the inside of a block (or the block itself) are for later. A step that reaches beyond the block
 * cannot be parted, so it and all after it wait too.
 */
export function splitSteps(steps: readonly Step[], block: Range): SplitSteps {
  const now: Step[] = []
  const inside: { readonly step: Step; readonly from: number }[] = []
  let rest: readonly Step[] = []
  /** The block after all steps so far, and after those of `now` only. */
  let all = block
  let shown = block
  for (const [index, step] of steps.entries()) {
    const place = placeOf(step, all)
    if (place === 'across') {
      rest = steps.slice(index)
      break
    }
    if (place === 'inside') {
      inside.push({ step, from: all.from })
      all = mapBlock(all, step)
    } else {
      const moved = place === 'before' ? step : step.map(StepMap.offset(shown.to - all.to))
      if (moved === null) continue
      now.push(moved)
      all = mapBlock(all, step)
      shown = mapBlock(shown, moved)
    }
  }
  const later = inside.flatMap(({ step, from }) => step.map(StepMap.offset(shown.from - from)) ?? [])
  return { now, later: [...later, ...rest] }
}

function placeOf(step: Step, { from, to }: Range): 'before' | 'inside' | 'after' | 'across' {
  if (step instanceof AttrStep) {
    if (step.pos < from) return 'before'
    return step.pos < to ? 'inside' : 'after'
  }
  if (!(step instanceof ReplaceStep)) return 'across'
  if (step.to <= from) return 'before'
  if (step.from >= to) return 'after'
  return step.from >= from && step.to <= to ? 'inside' : 'across'
}

/** What is inserted at its edges is not in it. Where a deleted block was, it comes before, as `placeOf` says. */
function mapBlock(block: Range, step: Step): Range {
  const map = step.getMap()
  const from = map.map(block.from, 1)
  return { from, to: Math.max(from, map.map(block.to, -1)) }
}
