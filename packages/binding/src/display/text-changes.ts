// The exact places where a peer changed a text. Two documents alone do not tell: "abc" -> "XabcY" is one replacement from
// the first difference to the last, and whatever this person composes in between would be in it. Yjs knows both places.

import { Slice } from 'prosemirror-model'
import type { Node } from 'prosemirror-model'
import { ReplaceStep } from 'prosemirror-transform'
import type { Step } from 'prosemirror-transform'
import * as Y from 'yjs'

interface TextChange {
  readonly position: number
  readonly before: Node
  readonly after: Node
}

/**
 * The steps of one text's change, in order, for a block that holds this text only; null when they do not lead from
 * `before` to the characters of `after`. Attributes and marks are not in them. Call while Yjs reports the change.
 */
export function textSteps(event: Y.YTextEvent, { position, before, after }: TextChange): Step[] | null {
  const steps: Step[] = []
  let offset = 0
  let { size } = before.content
  for (const { retain = 0, delete: removed = 0, insert } of event.delta) {
    offset += retain
    if (insert === undefined && removed === 0) continue
    if (insert !== undefined && typeof insert !== 'string') return null
    const end = offset + (insert?.length ?? 0)
    if (end > after.content.size || offset + removed > size) return null
    const from = position + 1 + offset
    steps.push(new ReplaceStep(from, from + removed, new Slice(after.content.cut(offset, end), 0, 0)))
    size += end - offset - removed
    offset = end
  }
  return size === after.content.size ? steps : null
}

/** The event that tells everything about the change of this block's content, if there is one. */
export function onlyTextEvent(
  element: Y.XmlElement,
  events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
): Y.YTextEvent | null {
  const own = events.filter(({ target }) => (target as unknown) === element || target.parent === element)
  const [event] = own
  const isOnly = own.length === 1 && element.length === 1
  return isOnly && event instanceof Y.YTextEvent ? event : null
}
