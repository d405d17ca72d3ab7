// Which blocks are being dragged. A drag takes seconds, and others go on writing: their edits move the blocks, and change
// them, and the drag is about the same blocks still. It is over when somebody deletes them.
import type { EditorState } from 'prosemirror-state'
import { Plugin, PluginKey } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { BlockRange } from './block-range.ts'
import { rangeBetween } from './block-range.ts'

const key = new PluginKey<BlockRange | undefined>('stet-dragged-blocks')

export function draggedBlocks(): Plugin<BlockRange | undefined> {
  return new Plugin<BlockRange | undefined>({
    key,
    state: {
      init: () => undefined,
      apply(tr, dragged) {
        const meta: { readonly dragged: BlockRange | undefined } | undefined = tr.getMeta(key)
        if (meta) return meta.dragged
        if (!dragged || !tr.docChanged) return dragged
        return rangeBetween(tr.doc, tr.mapping.map(dragged.from, 1), tr.mapping.map(dragged.to, -1))
      },
    },
  })
}

export function draggedIn(state: EditorState): BlockRange | undefined {
  return key.getState(state)
}

export function setDragged(view: EditorView, dragged: BlockRange | undefined): void {
  view.dispatch(view.state.tr.setMeta(key, { dragged }))
}
