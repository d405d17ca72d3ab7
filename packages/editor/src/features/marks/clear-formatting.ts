// Clear formatting: the selected words are words again. Links stay (they are content, and have a way of their own to be
// removed), comments stay (somebody else's), and so does what this version does not know.
import type { Command } from 'prosemirror-state'

const kept: ReadonlySet<string> = new Set(['link', 'comment', 'unsupported_mark'])

export const clearFormatting: Command = (state, dispatch) => {
  const { empty, ranges, $from } = state.selection
  const types = Object.values(state.schema.marks).filter(({ name }) => !kept.has(name))
  const tr = state.tr
  if (empty) {
    const now = state.storedMarks ?? $from.marks()
    const left = now.filter(({ type }) => kept.has(type.name))
    if (left.length === now.length) return false
    dispatch?.(tr.setStoredMarks(left))
    return true
  }
  for (const range of ranges) {
    for (const type of types) tr.removeMark(range.$from.pos, range.$to.pos, type)
  }
  if (!tr.docChanged) return false
  dispatch?.(tr.scrollIntoView())
  return true
}
