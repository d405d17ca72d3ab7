// An address becomes a link when it is finished: with a space or Enter after it. That is a step of undo of its own, so
// whoever did not want the link takes it off with one Ctrl-Z (or Backspace) and keeps the text.
import { safeHref } from '@stet/document'
import type { EditorState, Transaction } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { InputRule, UndoSteps } from '../input-rules.ts'
import { markType } from '../marks/marks.ts'
import { completeHref } from './link-commands.ts'

// Addresses that cannot be anything else. `example.org` alone may be the end of a sentence without a space.
const address =
  /(?:^|[\s([{<"'“‘«])((?:https?:\/\/|www\.)[^\s<>"'“”‘’«»]{3,}|[^\s<>@,;:()"']+@[^\s<>@,;:()"']+\.[a-z]{2,})$/i

export const autoLinkRule: InputRule = {
  pattern: new RegExp(address.source.replace(/\$$/, '\\s$'), 'i'),
  apply: (state, match, _start, end) => linkTyped(state, match[1] ?? '', end - 1),
}

/** Enter ends an address too. The key goes on to whatever else it does. */
export function autoLinkOnEnter(undoSteps: UndoSteps): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        if (event.key !== 'Enter' || view.composing || !view.editable) return false
        const { $from, empty } = view.state.selection
        if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code === true) return false
        const before = $from.parent.textBetween(
          Math.max(0, $from.parentOffset - 500),
          $from.parentOffset,
          null,
          '\ufffc',
        )
        const found = address.exec(before)
        const tr = found && linkTyped(view.state, found[1] ?? '', $from.pos)
        if (!tr) return false
        undoSteps.stopCapturing()
        view.dispatch(tr)
        undoSteps.stopCapturing()
        return false
      },
    },
  })
}

function linkTyped(state: EditorState, typed: string, end: number): Transaction | null {
  const from = end - typed.length
  const text = withoutEnd(typed)
  const href = safeHref(completeHref(text))
  const type = markType(state.schema, 'link')
  const to = from + text.length
  if (href === undefined || !/^(?:https?:\/\/[^/]|mailto:)/i.test(href)) return null
  if (state.doc.rangeHasMark(from, to, type)) return null
  if (state.doc.rangeHasMark(from, to, markType(state.schema, 'code'))) return null
  return state.tr.addMark(from, to, type.create({ href })).removeStoredMark(type)
}

/** Without the full stop of the sentence, and without a bracket that was opened before the address. */
function withoutEnd(typed: string): string {
  let text = typed
  for (;;) {
    const last = text.at(-1) ?? ''
    const opening = ({ ')': '(', ']': '[', '}': '{' } as Readonly<Record<string, string>>)[last]
    const isUnopened = opening !== undefined && text.split(last).length > text.split(opening).length
    if (!isUnopened && !/[.,;:!?…]/.test(last)) return text
    text = text.slice(0, -1)
  }
}
