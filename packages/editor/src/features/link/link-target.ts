// What the open address form is about: while the focus is in the form, the page shows no selection, so it is marked here.
import type { EditorState, Transaction } from 'prosemirror-state'
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'

const key = new PluginKey<DecorationSet>('stetLinkTarget')

export function linkTarget(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, shown) {
        const next = tr.getMeta(key) as DecorationSet | undefined
        return next ?? shown.map(tr.mapping, tr.doc)
      },
    },
    props: {
      decorations: (state) => key.getState(state),
    },
  })
}

export function showLinkTarget(state: EditorState): Transaction {
  const { from, to } = state.selection
  const mark = Decoration.inline(from, to, { class: 'stet-link-target' })
  return state.tr.setMeta(key, DecorationSet.create(state.doc, [mark]))
}

export function hideLinkTarget(state: EditorState): Transaction {
  return state.tr.setMeta(key, DecorationSet.empty)
}
