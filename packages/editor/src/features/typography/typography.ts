// The signs a keyboard does not have: `...` becomes …, `--` between words becomes —, `->` becomes →. Only what nearly
// everybody means is replaced: an option of a program (` --force`) and a divider (`---`) stay as typed. Undo, or Backspace
// directly after, brings back what was typed. Quotes are left alone: which ones are right depends on the language.
import { markType, openCode } from '../marks/marks.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'

export function typography(): Feature {
  return {
    name: 'typography',
    inputRules: [
      sign(/(?:^|[^.])(\.\.\.)$/, '…'),
      // After a letter at once; between spaces when the second space says that no name follows.
      sign(/[\p{L}\p{N}\p{Pf}"'’)](--)[^\s>-]$/u, '—'),
      sign(/\S (--) $/, '—'),
      sign(/(?:^|\s)(->)$/, '→'),
    ],
  }
}

/** Replaces the part of the match in parentheses. */
function sign(pattern: RegExp, replacement: string): InputRule {
  return {
    pattern,
    apply(state, match, start, end) {
      const typed = match[1] ?? ''
      const from = start + match[0].indexOf(typed)
      const to = from + typed.length
      if (state.doc.rangeHasMark(from, to, markType(state.schema, 'code'))) return null
      const before = state.doc.textBetween(state.doc.resolve(start).start(), end, null, '\ufffc')
      if (openCode.test(before)) return null
      return state.tr.insertText(replacement, from, to)
    },
  }
}
