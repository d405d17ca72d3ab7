// The colours of text and the colours behind it. A colour is one of the palette's names; what it looks like is decided by
// the page, in light and in dark.
import type { PaletteColor } from '@stet/document'
import { readColor } from '@stet/document'
import type { Command, EditorState } from 'prosemirror-state'
import { inEmptyDocument } from '../../state/empty-document.ts'
import { markType } from '../marks/marks.ts'

export type ColoredMark = 'text_color' | 'highlight'

/** `color: null` takes the colour away. Without a selection it applies to what is typed next. */
function setColor(name: ColoredMark, color: PaletteColor | null): Command {
  return inEmptyDocument((state, dispatch) => {
    const type = markType(state.schema, name)
    const { empty, ranges, $from } = state.selection
    if (!ranges.some((range) => range.$from.parent.inlineContent) && empty) return false
    if ($from.parent.type.spec.code === true) return false
    if (!dispatch) return true
    const tr = state.tr
    if (empty) {
      if (color === null) tr.removeStoredMark(type)
      else tr.addStoredMark(type.create({ color }))
    } else {
      for (const range of ranges) {
        if (color === null) tr.removeMark(range.$from.pos, range.$to.pos, type)
        else addOutsideCode(range.$from.pos, range.$to.pos)
      }
    }
    dispatch(tr.scrollIntoView())
    return true

    // Marks are kept in code, but not shown there.
    function addOutsideCode(from: number, to: number): void {
      state.doc.nodesBetween(from, to, (node, pos) => {
        if (!node.isTextblock) return true
        const end = Math.min(to, pos + 1 + node.content.size)
        if (node.type.spec.code !== true) tr.addMark(Math.max(from, pos + 1), end, type.create({ color }))
        return false
      })
    }
  })
}

/** The colour of all the selected text, or of what is typed next; null for none, or several. */
export function activeColor(state: EditorState, name: ColoredMark): PaletteColor | null {
  const type = markType(state.schema, name)
  const { empty, from, to, $from } = state.selection
  if (empty) return readColor(type.isInSet(state.storedMarks ?? $from.marks())?.attrs['color'])
  const found = new Set<PaletteColor | null>()
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText) found.add(readColor(type.isInSet(node.marks)?.attrs['color']))
  })
  const [only = null] = found
  return found.size === 1 ? only : null
}

const toggleHighlight: Command = (state, dispatch, view) =>
  setColor('highlight', activeColor(state, 'highlight') === null ? 'yellow' : null)(state, dispatch, view)

export const colorCommands = {
  toggleHighlight: () => toggleHighlight,
  setHighlight: ({ color }: { readonly color: PaletteColor | null }) => setColor('highlight', color),
  setTextColor: ({ color }: { readonly color: PaletteColor | null }) => setColor('text_color', color),
}
