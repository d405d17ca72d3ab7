// What of a document changed, where only the documents before and after are known.

import type { Node } from 'prosemirror-model'
import { StepMap } from 'prosemirror-transform'

/** The index of the only child that changed; -1 when it is not exactly one. */
export function onlyChangedChild(before: Node, after: Node): number {
  const { childCount } = before
  if (childCount !== after.childCount) return -1
  let left = 0
  while (left < childCount && before.child(left) === after.child(left)) left++
  let right = childCount - 1
  while (right > left && before.child(right) === after.child(right)) right--
  return left === right ? left : -1
}

/** One range from the first difference to the last. */
export function coarseMaps(before: Node, after: Node): readonly StepMap[] {
  const start = before.content.findDiffStart(after.content)
  const end = before.content.findDiffEnd(after.content)
  if (start === null || end === null) return []
  const overlap = Math.max(start - Math.min(end.a, end.b), 0)
  return [new StepMap([start, end.a + overlap - start, end.b + overlap - start])]
}
