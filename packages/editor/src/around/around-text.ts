// What an editor tells of its text as a whole, and what it does for people who are not writing just now: finding their way,
// looking at what others do, taking the text elsewhere. mount-editor.ts makes it part of the editor.
import { TextSelection } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import type { CoreEditor } from '../editor.ts'
import type { Translator } from '../messages/translate.ts'
import { watchActivity } from './activity.ts'
import type { Following } from './follow.ts'
import { followCaret, showCaret } from './follow.ts'
import type { Missed } from './missed-changes.ts'
import { watchMissedChanges } from './missed-changes.ts'
import { headingAt, readOutline } from './outline.ts'
import { countText } from './word-count.ts'

export interface AroundTextOptions {
  readonly view: EditorView
  readonly doc: Doc
  readonly awareness: Awareness
  readonly translate: Translator
  readonly onMissed: (missed: Missed) => void
}

type AroundText = Pick<
  CoreEditor,
  'getOutline' | 'headingAt' | 'showPosition' | 'getCount' | 'showPerson' | 'followPerson' | 'showMissed'
>

export function createAroundText(options: AroundTextOptions): {
  readonly methods: AroundText
  /** The transaction is drawn. */
  drawn(tr: Transaction): void
  destroy(): void
} {
  const { view, doc, awareness, translate } = options
  const missed = watchMissedChanges(view, { doc, awareness, translate })
  let following: Following | undefined
  const stopWatching = watchActivity(view.dom.ownerDocument, ({ isIdle, isAway }) => {
    if (view.isDestroyed) return
    const state = awareness.getLocalState()
    if (state !== null && (state['idle'] === true) !== isIdle) {
      const { idle: _was, ...rest } = state
      awareness.setLocalState(isIdle ? { ...rest, idle: true } : rest)
    }
    const found = missed.setAway(isAway)
    if (found) options.onMissed(found)
  })

  return {
    methods: {
      getOutline: () => readOutline(view.state.doc),
      headingAt: (outline, top) => headingAt(view, outline, top),
      showPosition: (pos) => showBlockAt(view, pos),
      getCount: () => countText(view.state),
      showPerson: (clientId) => showCaret(view, clientId),
      followPerson(clientId, onStop) {
        following?.stop()
        const begun = followCaret(view, { awareness, clientId, onStop })
        following = begun
        return () => begun.stop()
      },
      showMissed() {
        if (missed.place) flashRange(view, missed.place)
      },
    },
    drawn(tr) {
      missed.drawn(tr)
      following?.drawn(tr)
    },
    destroy() {
      following?.stop()
      stopWatching()
      missed.destroy()
    },
  }
}

function showBlockAt(view: EditorView, pos: number): void {
  const { doc, tr } = view.state
  const node = doc.nodeAt(pos)
  const element = view.nodeDOM(pos)
  if (!node?.isTextblock || !(element instanceof HTMLElement)) return
  view.dispatch(tr.setSelection(TextSelection.create(doc, pos + 1 + node.content.size)))
  view.focus()
  // Below the bars that stay at the upper edge (scroll-margin in text.css).
  element.scrollIntoView({ block: 'start' })
}

function flashRange(view: EditorView, { from, to }: { readonly from: number; readonly to: number }): void {
  let first: HTMLElement | undefined
  view.state.doc.nodesBetween(from, Math.min(to, view.state.doc.content.size), (node, pos) => {
    const element = node.isTextblock ? view.nodeDOM(pos) : null
    if (element instanceof HTMLElement) {
      first ??= element
      element.animate([{ backgroundColor: 'var(--stet-accent-soft)' }, {}], {
        duration: 2400,
        easing: 'ease-in',
      })
    }
    return !node.isTextblock
  })
  first?.scrollIntoView({ block: 'center' })
}
