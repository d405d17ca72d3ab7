// Where a remembered position is, since the text around it was moved: a caret stays between the characters it stood
// between. Where these were parted, it stays behind what this person typed, so that a word becomes no two.

import * as Y from 'yjs'
import type { MoveIndex } from './move-index.ts'
import type { Move } from './move.ts'
import { currentId, isLiveIn } from './stray-landing.ts'

export interface Surroundings {
  /** The character before the position, if known. */
  readonly left: Y.ID | null
  readonly index: MoveIndex
  /** The moves that are just being heard of. */
  readonly fresh: ReadonlySet<Move>
  readonly doc: Y.Doc
}

export function followPosition(
  position: Y.RelativePosition,
  { left, index, fresh, doc }: Surroundings,
): Y.RelativePosition {
  const followed = position.item === null ? followEnd(position, index, fresh) : followItem(position, index)
  if (left === null) return followed
  const id = currentId(left, index)
  const isOwn = left.client === doc.clientID
  // What was carried after a moved block stands behind the last character that the record knows of.
  const isMovedEnd = position.item === null && (id !== left || followed !== position)
  return (isOwn || isMovedEnd) && isLiveIn(doc.store)(id) ? after(id) : followed
}

function followItem(position: Y.RelativePosition, index: MoveIndex): Y.RelativePosition {
  const { item, assoc } = position
  const id = item === null ? null : currentId(item, index)
  return id === item ? position : new Y.RelativePosition(null, null, id, assoc)
}

/** The end of a text is remembered as that, not as a character. */
function followEnd(
  position: Y.RelativePosition,
  index: MoveIndex,
  fresh: ReadonlySet<Move>,
): Y.RelativePosition {
  if (position.type === null) return position
  const text = index
    .ofText(position.type)
    .find(({ move, text: { kind } }) => kind === 'whole' || (kind === 'part' && fresh.has(move)))
  const last = text?.text.runs.findLast(({ to }) => to !== null)
  const to = last?.to ?? null
  const place = index.placeOf(position.type)?.place ?? null
  const end =
    last === undefined || to === null
      ? (place?.left ?? null)
      : Y.createID(to.client, to.clock + last.length - 1)
  if (end !== null) return after(currentId(end, index))
  return place === null ? position : new Y.RelativePosition(place.text, null, null, position.assoc)
}

function after(id: Y.ID): Y.RelativePosition {
  return new Y.RelativePosition(null, null, id, -1)
}
