// Bold, italic, underline, strike, inline code, sub- and superscript: commands, keys, and the Markdown ways to type them.
import { toggleMark } from 'prosemirror-commands'
import type { MarkType, Schema } from 'prosemirror-model'
import type { Command, EditorState } from 'prosemirror-state'
import { must } from '../../must.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { clearFormatting } from './clear-formatting.ts'

export type ToggledMark = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'subscript' | 'superscript'
export type MarkName = ToggledMark | 'link' | 'highlight' | 'text_color'

export function markType(schema: Schema, name: MarkName): MarkType {
  return must(schema.marks[name], `the mark "${name}" in the schema`)
}

/** Puts the mark on the selection, or takes it away; without a selection it applies to what is typed next. */
function toggleMarkNamed(name: ToggledMark): Command {
  return inEmptyDocument((state, dispatch, view) =>
    toggleMark(markType(state.schema, name), null, { removeWhenPresent: false })(state, dispatch, view),
  )
}

/** Would typed text have this mark, or does all the selected text have it? */
export function isMarkActive(state: EditorState, name: MarkName): boolean {
  const type = markType(state.schema, name)
  const { empty, $from, ranges } = state.selection
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
  let text = false
  for (const { $from: from, $to: to } of ranges) {
    let everywhere = true
    state.doc.nodesBetween(from.pos, to.pos, (node) => {
      if (!node.isText || !everywhere) return everywhere
      text = true
      everywhere = type.isInSet(node.marks) !== undefined
      return everywhere
    })
    if (!everywhere) return false
  }
  return text
}

export const markCommands = {
  toggleBold: () => toggleMarkNamed('bold'),
  toggleItalic: () => toggleMarkNamed('italic'),
  toggleUnderline: () => toggleMarkNamed('underline'),
  toggleStrike: () => toggleMarkNamed('strike'),
  toggleCode: () => toggleMarkNamed('code'),
  toggleSubscript: () => toggleMarkNamed('subscript'),
  toggleSuperscript: () => toggleMarkNamed('superscript'),
  clearFormatting: () => clearFormatting,
}

// A backtick that begins a word: somebody is typing code, in which stars and underscores are themselves.
export const openCode = /(?:^|[^\p{L}\p{N}`])`[^`\s][^`]*$/u

/** `**bold**`: the delimiters go, what is between them gets the mark, and typing goes on without it. */
function markInputRule(pattern: RegExp, name: ToggledMark): InputRule {
  return {
    pattern,
    apply(state, match, _start, end) {
      const [, whole = '', inner = ''] = match
      const from = end - whole.length
      const innerFrom = from + whole.indexOf(inner)
      const innerTo = innerFrom + inner.length
      const type = markType(state.schema, name)
      const before = state.doc.textBetween(state.doc.resolve(from).start(), end, null, '\ufffc')
      if (name !== 'code' && openCode.test(before)) return null
      if (state.doc.rangeHasMark(from, end, markType(state.schema, 'code'))) return null
      return state.tr
        .delete(innerTo, end)
        .delete(from, innerFrom)
        .addMark(from, from + inner.length, type.create())
        .removeStoredMark(type)
    },
  }
}

// The delimiter opens after anything but itself (and, for `_`, after no letter: snake_case stays), and what it encloses
// neither begins nor ends with a space.
const markRules: readonly InputRule[] = [
  markInputRule(/(?:^|[^*])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, 'bold'),
  markInputRule(/(?:^|[^\p{L}\p{N}_])(__([^_\s](?:[^_]*[^_\s])?)__)$/u, 'bold'),
  markInputRule(/(?:^|[^*])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/, 'italic'),
  markInputRule(/(?:^|[^\p{L}\p{N}_])(_([^_\s](?:[^_]*[^_\s])?)_)$/u, 'italic'),
  markInputRule(/(?:^|[^~])(~~([^~\s](?:[^~]*[^~\s])?)~~)$/, 'strike'),
  markInputRule(/(?:^|[^`])(`([^`\s](?:[^`]*[^`\s])?)`)$/, 'code'),
]

export function marks(): Feature {
  return {
    name: 'marks',
    keys: {
      'Mod-b': markCommands.toggleBold(),
      'Mod-i': markCommands.toggleItalic(),
      'Mod-u': markCommands.toggleUnderline(),
      'Mod-Shift-s': markCommands.toggleStrike(),
      'Mod-Shift-x': markCommands.toggleStrike(),
      'Mod-e': markCommands.toggleCode(),
      'Mod-,': markCommands.toggleSubscript(),
      'Mod-.': markCommands.toggleSuperscript(),
      'Mod-\\': clearFormatting,
    },
    inputRules: markRules,
  }
}
