// What others publish about their carets, read from awareness. Awareness is whatever a peer chose to send: everything
// is checked and bounded here, once, and the rest of the cursors trusts it.
//
// The fields are y-prosemirror's (`cursor: { anchor, head }` as relative positions, `user: { name, color }`), so stock
// peers and ours see each other. Ours add `cursor.blurred`: the person is in another window, the caret stays.

import type { Awareness } from 'y-protocols/awareness'
import { createRelativePositionFromJSON } from 'yjs'
import type { RelativePosition } from 'yjs'

export interface RemoteCursor {
  readonly clientId: number
  readonly name: string
  /** `#rrggbb`, lower case. */
  readonly color: string
  readonly anchor: RelativePosition
  readonly head: RelativePosition
  readonly blurred: boolean
}

/** More carets than this help nobody, and each costs DOM nodes; a flood of fake presences must not freeze the page. */
export const maxCursors = 200

/** A flag longer than this covers the text it stands in. */
const maxNameLength = 60

/** Read once per client whose awareness changed; null when it shows no caret. */
export function readCursor(clientId: number, state: unknown): RemoteCursor | null {
  const { cursor, user } = asRecord(state)
  const { anchor, head, blurred } = asRecord(cursor)
  const anchorPosition = readPosition(anchor)
  const headPosition = readPosition(head)
  if (anchorPosition === null || headPosition === null) return null
  const { name, color } = asRecord(user)
  return {
    clientId,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, maxNameLength) : 'Anonymous',
    color: readColor(color) ?? fallbackColor(clientId),
    anchor: anchorPosition,
    head: headPosition,
    blurred: blurred === true,
  }
}

/** The cursor a stock or Stet peer reads. */
export interface PublishedCursor {
  readonly anchor: RelativePosition
  readonly head: RelativePosition
  readonly blurred?: true
}

export function publishCursor(awareness: Awareness, cursor: PublishedCursor | null): void {
  // A destroyed or disconnected awareness has no local state; setting a field of it would announce us again.
  if (awareness.getLocalState() !== null) awareness.setLocalStateField('cursor', cursor)
}

/** `#rrggbb` or nothing: colours reach style sheets, so nothing else passes. */
function readColor(value: unknown): string | null {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null
}

function fallbackColor(clientId: number): string {
  return fallbackColors[clientId % fallbackColors.length] ?? '#5b6abf'
}

const fallbackColors = ['#5b6abf', '#c2553f', '#2f8f5b', '#a35bbf', '#b7791f', '#2a8ca8']

function readPosition(value: unknown): RelativePosition | null {
  if (typeof value !== 'object' || value === null) return null
  try {
    return createRelativePositionFromJSON(value)
  } catch {
    return null
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
