// What the cursors plugin keeps in the editor's state: the decorations, and where they may have become inexact.

import { PluginKey } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import type { DecorationSet, EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { SyncBinding } from '../sync-binding.ts'
import type { Frames } from './frames.ts'
import { sparse } from './sparse-decorations.ts'

export interface CursorState {
  readonly decorations: DecorationSet
  /** Where the document changed since the cursors were last placed; mapping may be inexact there. */
  readonly touched: Touched | null
}

export interface Touched {
  readonly from: number
  readonly to: number
}

export const cursorKey = new PluginKey<CursorState>('stet-cursors')

export interface CursorOptions {
  readonly awareness: Awareness
  readonly binding: SyncBinding
  readonly frames: Frames
}

/** Puts the cursors in place without anything else noticing: no document change, no undo step. */
export function placeCursors(view: EditorView, decorations: DecorationSet): void {
  view.dispatch(view.state.tr.setMeta(cursorKey, decorations).setMeta('addToHistory', false))
}

export function applyToCursors(tr: Transaction, state: CursorState): CursorState {
  const placed = tr.getMeta(cursorKey) as DecorationSet | undefined
  if (placed !== undefined) return { decorations: sparse(placed), touched: null }
  if (!tr.docChanged) return state
  return {
    decorations: sparse(state.decorations.map(tr.mapping, tr.doc)),
    touched: touchedBy(tr, state.touched),
  }
}

/** The changed range, widened to whole blocks, joined with what was touched before. */
function touchedBy(tr: Transaction, before: Touched | null): Touched | null {
  let from = before === null ? Infinity : tr.mapping.map(before.from, -1)
  let to = before === null ? -Infinity : tr.mapping.map(before.to, 1)
  for (const [index, map] of tr.mapping.maps.entries()) {
    const rest = tr.mapping.slice(index + 1)
    map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
      from = Math.min(from, rest.map(newFrom, -1))
      to = Math.max(to, rest.map(newTo, 1))
    })
  }
  if (from > to) return null
  const start = tr.doc.resolve(from)
  const end = tr.doc.resolve(to)
  return { from: start.depth === 0 ? from : start.start(), to: end.depth === 0 ? to : end.end() }
}
