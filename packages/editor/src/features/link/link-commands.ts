// Links: setting, changing and removing them. An address that is not safe to follow is refused here, with a false, and
// again whenever a link is shown (see @stet/document), because others can write what they like into the document.
import { safeHref } from '@stet/document'
import type { Mark } from 'prosemirror-model'
import type { Command, EditorState } from 'prosemirror-state'
import { inEmptyDocument } from '../../state/empty-document.ts'
import { markType } from '../marks/marks.ts'

export interface LinkAt {
  readonly from: number
  readonly to: number
  readonly href: string
}

/** The link the selection lies in; with a caret, the link around or directly beside it. */
export function linkAt(state: EditorState): LinkAt | undefined {
  const type = markType(state.schema, 'link')
  const { $from, empty, to } = state.selection
  if (!$from.parent.inlineContent) return undefined
  const index = $from.index()
  const mark =
    linkMark($from.parent.maybeChild(index)?.marks) ??
    (empty && $from.textOffset === 0 ? linkMark($from.nodeBefore?.marks) : undefined)
  if (!mark) return undefined
  let from = -1
  let end = -1
  // One link is several text nodes when parts of it are bold; they are neighbours with an equal mark.
  $from.parent.forEach((child, offset) => {
    const start = $from.start() + offset
    const isPart = mark.isInSet(child.marks)
    if (!isPart || (end >= 0 && end !== start && end >= $from.pos)) return
    if (end !== start) from = start
    end = start + child.nodeSize
  })
  return from <= $from.pos && end >= to
    ? { from, to: end, href: String(mark.attrs['href'] ?? '') }
    : undefined

  function linkMark(marks: readonly Mark[] | undefined): Mark | undefined {
    return marks && type.isInSet(marks)
  }
}

/** Links the selected text; with a caret, changes the link around it, or inserts `text` (or the address) as a link. */
function setLink({ href, text }: { readonly href: string; readonly text?: string }): Command {
  const safe = safeHref(completeHref(href))
  return inEmptyDocument((state, dispatch) => {
    const { $from, empty, from } = state.selection
    const prose = proseIn(state)
    if (safe === undefined || prose.length === 0) return false
    if (!dispatch) return true
    const mark = markType(state.schema, 'link').create({ href: safe })
    const existing = linkAt(state)
    const tr = state.tr
    if (existing)
      tr.removeMark(existing.from, existing.to, mark.type).addMark(existing.from, existing.to, mark)
    else if (empty) tr.insert(from, state.schema.text(text ?? href, mark.addToSet($from.marks())))
    else for (const part of prose) tr.addMark(part.from, part.to, mark)
    dispatch(tr.removeStoredMark(mark.type).scrollIntoView())
    return true
  })
}

/** The selected parts of blocks that can hold a link: not code. */
function proseIn({ doc, selection }: EditorState): { readonly from: number; readonly to: number }[] {
  const parts: { readonly from: number; readonly to: number }[] = []
  doc.nodesBetween(selection.from, selection.to, (node, pos) => {
    if (node.inlineContent && node.type.spec.code !== true) {
      const end = pos + 1 + node.content.size
      parts.push({ from: Math.max(selection.from, pos + 1), to: Math.min(selection.to, end) })
    }
    return !node.isTextblock
  })
  return parts
}

/** Takes the link away around the caret, or all links in the selection; the text stays. */
const removeLink: Command = (state, dispatch) => {
  const type = markType(state.schema, 'link')
  const { empty, from, to } = state.selection
  const around = linkAt(state)
  const range = around ?? (empty || !state.doc.rangeHasMark(from, to, type) ? undefined : { from, to })
  if (!range) return false
  if (dispatch) dispatch(state.tr.removeMark(range.from, range.to, type).scrollIntoView())
  return true
}

/** What people type as an address: `example.org` means https, `ada@example.org` means mail. */
export function completeHref(typed: string): string {
  const href = typed.trim()
  if (/^[^\s/?#:@]+@[^\s/?#:@]+\.[^\s/?#:@]+$/.test(href)) return `mailto:${href}`
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?(?:[/?#].*)?$/i.test(href)) return `https://${href}`
  return href
}

export const linkCommands = {
  setLink,
  removeLink: () => removeLink,
}
