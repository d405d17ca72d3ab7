// "Start writing…" in an empty document. Only an attribute on the editable: style.css draws the words, and nothing moves
// when they go.
import { Plugin } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import { blockAttrs, isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'

export function placeholder({ text }: { readonly text: string }): Feature {
  return {
    name: 'placeholder',
    plugins: [
      new Plugin({
        props: {
          attributes: (state): Record<string, string> =>
            isBlank(state.doc) ? { 'data-stet-placeholder': text, 'aria-placeholder': text } : {},
        },
      }),
    ],
  }
}

/** Nothing in it, or one empty plain paragraph. */
function isBlank(doc: Node): boolean {
  if (doc.childCount === 0) return true
  const only = doc.childCount === 1 ? doc.child(0) : null
  if (!isTextblock(only) || only.content.size > 0) return false
  const { kind, quote, indent } = blockAttrs(only)
  return kind === 'paragraph' && !quote && indent === 0
}
