// Putting a page of another site into the document. Stored is the address a person would open.
import { safeHref } from '@stet/document'
import type { EmbedFrame } from '@stet/document'
import { TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { must } from '../../must.ts'
import { createTextblock, isTextblock } from '../../state/blocks.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'

/** What to load in a frame for an address, or null when its site may not be shown here. */
export type FindFrame = (href: string) => EmbedFrame | null

/** In place of an empty paragraph, or after the block; writing goes on below it. */
export function insertEmbed({ href }: { readonly href: string }): Command {
  const address = safeHref(href)
  return inEmptyDocument((state, dispatch) => {
    const { $from, $to } = state.selection
    if (address === undefined || !$from.sameParent($to) || !isTextblock($from.parent)) return false
    const container = $from.node(-1)
    const type = must(state.schema.nodes['embed'], 'embedded pages in the schema')
    const at = $from.index(-1)
    if (!container.canReplaceWith(at, at + 1, type)) return false
    if (!dispatch) return true
    const isEmpty = $from.parent.content.size === 0
    const from = isEmpty ? $from.before() : $from.after()
    const tr = state.tr.replaceWith(from, isEmpty ? $from.after() : from, type.create({ href: address }))
    const after = from + 1
    if (!isTextblock(tr.doc.resolve(after).nodeAfter)) tr.insert(after, createTextblock(state.schema))
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
    return true
  })
}

/** The paragraph that holds nothing but this address becomes the page. */
export function embedWrittenAddress({ href }: { readonly href: string }): Command {
  return (state, dispatch) => {
    const { $from, empty } = state.selection
    if (!empty || !isTextblock($from.parent) || $from.parent.textContent !== href) return false
    if (!dispatch) return insertEmbed({ href })(state)
    const tr = state.tr.delete($from.start(), $from.end())
    return insertEmbed({ href })(state.apply(tr), (own) => {
      for (const step of own.steps) tr.step(step)
      const caret = TextSelection.create(tr.doc, own.selection.from)
      dispatch(tr.setSelection(caret).scrollIntoView())
    })
  }
}

export const embedCommands = { insertEmbed }
