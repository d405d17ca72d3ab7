// When a menu of suggestions is open, and for which typed text: `/` and what follows, up to the caret. It opens only when
// the sign is typed here (never because the caret comes to an old one, or because somebody else types one), and closes when
// the caret leaves the text, the text no longer fits, or the person dismissed it.
import type { EditorState, Transaction } from 'prosemirror-state'
import { PluginKey } from 'prosemirror-state'
import { isRemote, isUndoOrRedo } from '../../state/transaction-origin.ts'

export interface Suggesting {
  /** The position of the sign. */
  readonly from: number
  /** The caret. */
  readonly to: number
  /** What was typed behind the sign. */
  readonly query: string
}

export interface SuggestionTrigger {
  /** The name of the menu; each has its own state. */
  readonly name: string
  /** One character. */
  readonly sign: string
  /** Whether the sign means the menu at this place: `before` is the text of the block in front of it. */
  readonly opensAfter: (before: string) => boolean
  /** Whether the query may still be one. */
  readonly fits: (query: string) => boolean
}

export type SuggestionKey = PluginKey<Suggesting | null>

export function createSuggestionKey(name: string): SuggestionKey {
  return new PluginKey<Suggesting | null>(`stetSuggestion-${name}`)
}

/** The state after the transaction. */
export function nextSuggesting(
  trigger: SuggestionTrigger,
  key: SuggestionKey,
  { tr, before, after }: { tr: Transaction; before: Suggesting | null; after: EditorState },
): Suggesting | null {
  if (tr.getMeta(key) === 'close') return null
  if (before) {
    const from = tr.mapping.mapResult(before.from, 1)
    return from.deletedAfter ? null : readSuggesting(trigger, after, from.pos)
  }
  if (!tr.docChanged || isRemote(tr) || isUndoOrRedo(tr) || tr.getMeta('paste') === true) return null
  // The sign was just typed: nothing stands between it and the caret.
  const opened = readSuggesting(trigger, after, after.selection.from - 1)
  return opened?.query === '' ? opened : null
}

function readSuggesting(trigger: SuggestionTrigger, state: EditorState, from: number): Suggesting | null {
  const { empty, $from } = state.selection
  if (
    !empty ||
    from < 0 ||
    $from.pos <= from ||
    !$from.parent.isTextblock ||
    $from.parent.type.spec.code === true
  )
    return null
  const start = $from.start()
  if (from < start) return null
  const text = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
  const at = from - start
  const query = text.slice(at + 1)
  if (text[at] !== trigger.sign || !trigger.opensAfter(text.slice(0, at)) || !trigger.fits(query)) return null
  if (state.schema.marks['code']?.isInSet($from.marks())) return null
  return { from, to: $from.pos, query }
}
