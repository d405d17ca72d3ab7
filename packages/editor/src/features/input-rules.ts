// Markdown shortcuts as you type. A rule looks at the text before the caret after each typed character.
//
// Why not prosemirror-inputrules: there, the rule swallows the last character and undo cannot give back what was typed.
// Here the character is typed first, then the rule acts as an undo step of its own, so that Ctrl-Z (or Backspace directly
// after) brings back exactly the typed characters and redo does the conversion again, in the same history as all else.
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { Plugin, PluginKey } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isRemote, isUndoOrRedo } from '../state/transaction-origin.ts'

export interface InputRule {
  /** Matches the text before the caret and ends with `$`. An inline node counts as one U+FFFC. */
  readonly pattern: RegExp
  /** The conversion, or null to leave the text as it is. `start` and `end` are the positions of the whole match. */
  readonly apply: (
    state: EditorState,
    match: RegExpExecArray,
    start: number,
    end: number,
  ) => Transaction | null
}

/** What the rules need of the undo history. */
export interface UndoSteps {
  stopCapturing(): void
}

/** Longer matches are not looked for: the text before the caret is copied at each key. */
const maxMatchLength = 500

const key = new PluginKey<boolean>('stetInputRules')

/** Watches typing and applies the first rule that matches. */
export function inputRules(rules: readonly InputRule[], undoSteps: UndoSteps): Plugin<boolean> {
  return new Plugin<boolean>({
    key,
    state: {
      init: () => false,
      apply(tr, justApplied) {
        if (tr.getMeta(key) !== undefined) return tr.getMeta(key) === true
        if (isUndoOrRedo(tr)) return false
        // What others do meanwhile, and what plugins add to the rule's own change, does not count as the next action.
        if (tr.getMeta('appendedTransaction') !== undefined || isRemote(tr)) return justApplied
        return justApplied && !tr.docChanged && !tr.selectionSet
      },
    },
    props: {
      handleTextInput(view, from, to, text) {
        if (view.composing || !findRule(rules, view.state, from, text)) return false
        view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView())
        applyRules(rules, view, undoSteps)
        return true
      },
      handleDOMEvents: {
        // Composed text (input methods, most phone keyboards) is in the document by the time the composition has ended.
        compositionend(view) {
          setTimeout(() => {
            if (!view.isDestroyed && !view.composing) applyRules(rules, view, undoSteps)
          })
        },
      },
    },
  })
}

/** Backspace directly after a rule has acted takes its effect back and keeps what was typed. */
export function undoInputRule(undo: Command): Command {
  return (state, dispatch, view) => {
    if (key.getState(state) !== true) return false
    return undo(state, dispatch, view)
  }
}

interface Found {
  readonly rule: InputRule
  readonly match: RegExpExecArray
}

function findRule(
  rules: readonly InputRule[],
  state: EditorState,
  from: number,
  typed: string,
): Found | undefined {
  const $from = state.doc.resolve(from)
  if (!$from.parent.isTextblock || $from.parent.type.spec.code === true) return undefined
  if ($from.marks().some((mark) => mark.type.spec.code === true)) return undefined
  const begin = Math.max(0, $from.parentOffset - maxMatchLength)
  const before = $from.parent.textBetween(begin, $from.parentOffset, null, '\ufffc') + typed
  for (const rule of rules) {
    const match = rule.pattern.exec(before)
    if (match && match[0].length >= typed.length) return { rule, match }
  }
  return undefined
}

function applyRules(
  rules: readonly InputRule[],
  view: Pick<EditorView, 'state' | 'dispatch'>,
  undoSteps: UndoSteps,
): void {
  const { state } = view
  if (!state.selection.empty) return
  const end = state.selection.from
  const found = findRule(rules, state, end, '')
  if (!found) return
  const tr = found.rule.apply(state, found.match, end - found.match[0].length, end)
  if (!tr) return
  undoSteps.stopCapturing()
  view.dispatch(tr.setMeta(key, true).scrollIntoView())
  undoSteps.stopCapturing()
}
