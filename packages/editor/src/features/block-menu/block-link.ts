// A link to a block: the page's address with the block's id behind the `#`. It works as long as the block exists, wherever
// it moves.
import type { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { selectedRange } from './block-range.ts'

/** Undefined when the block has no id (made by another program). */
export function blockLink(state: EditorState, address: string): string | undefined {
  const range = selectedRange(state)
  const id: unknown = range && state.doc.child(range.first).attrs['id']
  if (typeof id !== 'string' || id === '') return undefined
  const url = new URL(address)
  url.hash = id
  return url.href
}

/** Brings the block with this id into sight and marks it for a moment. False when there is none. */
export function showBlock(view: EditorView, id: string): boolean {
  let found: number | undefined
  view.state.doc.descendants((node, pos) => {
    if (found === undefined && node.attrs['id'] === id) found = pos
    return found === undefined && !node.isTextblock
  })
  const element = found === undefined ? null : view.nodeDOM(found)
  if (!(element instanceof HTMLElement)) return false
  element.scrollIntoView({ block: 'center' })
  element.animate([{ backgroundColor: 'var(--stet-accent-soft)' }, {}], { duration: 1600, easing: 'ease-in' })
  return true
}
