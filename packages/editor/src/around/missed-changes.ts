// What others changed of the part that was on the screen, while nobody looked at it. The page says so when the person is
// back; a change elsewhere in the document needs no words.
import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc, Transaction as YTransaction } from 'yjs'
import { isRemote, isUndoOrRedo } from '../state/transaction-origin.ts'
import type { Translator } from '../messages/translate.ts'
import { readPerson } from '../presence.ts'

export interface Missed {
  /** Who did it, as far as that can be known: deletions do not say. In no order, without doubles. */
  readonly names: readonly string[]
}

export interface MissedChanges {
  /** The person went away, or is back; then with what was missed, if anything was. */
  setAway(isAway: boolean): Missed | undefined
  /** The transaction is drawn. */
  drawn(tr: Transaction): void
  /** Where the last change is that was told by `setAway`, in the document as it is now. */
  readonly place: { readonly from: number; readonly to: number } | undefined
  destroy(): void
}

interface Range {
  readonly from: number
  readonly to: number
}

// The notice names two or three people; the rest are "others".
const maxNames = 20

export function watchMissedChanges(
  view: EditorView,
  {
    doc,
    awareness,
    translate,
  }: { readonly doc: Doc; readonly awareness: Awareness; readonly translate: Translator },
): MissedChanges {
  let seen: Range | undefined
  let changed: Range | undefined
  let names = new Set<string>()
  // Who wrote what the next transaction of the view shows.
  const writers = new Set<number>()

  function beforeDrawing(tr: YTransaction): void {
    if (tr.local || !seen) return
    for (const [client, clock] of tr.afterState) {
      if ((tr.beforeState.get(client) ?? 0) < clock && writers.size < maxNames) writers.add(client)
    }
  }
  doc.on('beforeObserverCalls', beforeDrawing)

  return {
    setAway(isAway) {
      if (isAway) {
        seen = shownRange(view)
        changed = undefined
        names = new Set()
        return undefined
      }
      seen = undefined
      writers.clear()
      return changed && { names: [...names] }
    },
    drawn(tr) {
      if (!tr.docChanged) return
      changed = changed && mapRange(tr, changed)
      if (!seen) return
      seen = mapRange(tr, seen)
      if (isRemote(tr) && !isUndoOrRedo(tr)) {
        const range = changedRange(tr)
        if (range && range.from <= seen.to && range.to >= seen.from) {
          changed = { from: Math.max(range.from, seen.from), to: Math.min(range.to, seen.to) }
          for (const client of writers) {
            const person = readPerson(client, awareness.getStates().get(client), translate)
            if (person) names.add(person.name)
          }
        }
        writers.clear()
      }
    },
    get place() {
      return changed
    },
    destroy: () => doc.off('beforeObserverCalls', beforeDrawing),
  }
}

function mapRange({ mapping }: Transaction, { from, to }: Range): Range {
  return { from: mapping.map(from, -1), to: mapping.map(to, 1) }
}

function changedRange({ mapping }: Transaction): Range | undefined {
  let from = Number.POSITIVE_INFINITY
  let to = -1
  for (const [index, map] of mapping.maps.entries()) {
    const rest = mapping.slice(index + 1)
    map.forEach((_oldStart, _oldEnd, start, end) => {
      from = Math.min(from, rest.map(start, -1))
      to = Math.max(to, rest.map(end, 1))
    })
  }
  return to < 0 ? undefined : { from, to }
}

/** From the first position in the window to the last. The layout is read once, when one goes. */
function shownRange(view: EditorView): Range {
  const { clientWidth, clientHeight } = view.dom.ownerDocument.documentElement
  const box = view.dom.getBoundingClientRect()
  const left = Math.min(Math.max(box.left + box.width / 2, 0), clientWidth)
  const at = (top: number) => view.posAtCoords({ left, top })?.pos
  // Below the bars; they stand over the text.
  const first = box.top >= 0 ? 0 : at(130)
  const last = box.bottom <= clientHeight ? undefined : at(clientHeight - 8)
  return { from: first ?? 0, to: last ?? view.state.doc.content.size }
}
