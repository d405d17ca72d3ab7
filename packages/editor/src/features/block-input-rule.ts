// Markdown shortcuts that turn the whole block into something: the typed marker goes, the attributes change.
import type { TextblockAttrs } from '@stet/document'
import { blockAttrs, isTextblock, setBlockAttrs } from '../state/blocks.ts'
import type { InputRule } from './input-rules.ts'

/** A rule for a marker at the very start of a textblock. `change` says the new attributes, or null for "not here". */
export function blockInputRule(
  pattern: RegExp,
  change: (attrs: TextblockAttrs, match: RegExpExecArray, index: number) => Partial<TextblockAttrs> | null,
): InputRule {
  return {
    pattern,
    apply(state, match, start, end) {
      const $start = state.doc.resolve(start)
      if (!isTextblock($start.parent) || $start.parentOffset !== 0) return null
      const attrs = change(blockAttrs($start.parent), match, $start.index(0))
      if (!attrs) return null
      const tr = state.tr.delete(start, end)
      setBlockAttrs(tr, $start.before(), attrs)
      return tr.docChanged ? tr : null
    },
  }
}
