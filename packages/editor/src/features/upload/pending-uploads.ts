// Which pictures are on their way, and where in the document they belong. A picture is in the document when it can be
// loaded, and not before, so nobody else ever sees a broken one. Until then its place is kept here, and moves with the
// text around it; it is never lost with the text, because the picture itself would be.
import type { Node, ResolvedPos } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { PluginKey } from 'prosemirror-state'
import { blockAttrs, isTextblock, nodeType } from '../../state/blocks.ts'

export interface PendingUpload {
  readonly id: number
  readonly file: File
  /** Between two blocks; of a picture that is to be replaced, before it. */
  readonly pos: number
  readonly replaces: boolean
}

export type PendingUploads = readonly PendingUpload[]

type Change =
  | { readonly type: 'add'; readonly uploads: PendingUploads }
  /** It is in the document now, or not wanted any more. */
  | { readonly type: 'remove'; readonly id: number }

export const pendingUploadsKey = new PluginKey<PendingUploads>('stet-pending-uploads')

export function addUploads(tr: Transaction, uploads: PendingUploads): Transaction {
  return tr.setMeta(pendingUploadsKey, { type: 'add', uploads } satisfies Change)
}

export function removeUpload(tr: Transaction, id: number): Transaction {
  return tr.setMeta(pendingUploadsKey, { type: 'remove', id } satisfies Change)
}

export function pendingUploads(state: EditorState): PendingUploads {
  return pendingUploadsKey.getState(state) ?? []
}

/** The places after a transaction. */
export function applyToPending(pending: PendingUploads, tr: Transaction): PendingUploads {
  const change = tr.getMeta(pendingUploadsKey) as Change | undefined
  let places = pending
  if (tr.docChanged && pending.length > 0) {
    const done = change?.type === 'remove' ? pending.findIndex(({ id }) => id === change.id) : -1
    places = pending.map((upload, index) => {
      // Of several at one place, those that came after this one stay after it.
      const side = upload.replaces || (done >= 0 && index > done) ? 1 : -1
      return { ...upload, pos: tr.mapping.map(upload.pos, side) }
    })
  }
  if (change?.type === 'add') return [...places, ...change.uploads]
  return change?.type === 'remove' ? places.filter(({ id }) => id !== change.id) : places
}

/** Where a picture goes that is pasted or picked now: in place of the empty line with the caret, which stays below it. */
export function placeAtSelection({ doc, selection, schema }: EditorState): number {
  const { $to } = selection
  const block = $to.parent
  const isEmptyLine = isTextblock(block) && block.content.size === 0 && blockAttrs(block).kind === 'paragraph'
  const at = $to.depth === 0 || !block.inlineContent ? $to.pos : isEmptyLine ? $to.before() : $to.after()
  return nearestPlace(doc, at, nodeType(schema, 'figure'))
}

/** The nearest place between blocks, from here outwards and then after, where a picture may stand. */
export function nearestPlace(doc: Node, pos: number, figure = nodeType(doc.type.schema, 'figure')): number {
  const $pos: ResolvedPos = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)))
  for (let depth = $pos.depth; depth >= 0; depth -= 1) {
    const isHere = depth === $pos.depth
    const parent = $pos.node(depth)
    const index = isHere ? $pos.index() : $pos.indexAfter(depth)
    if (!parent.inlineContent && parent.canReplaceWith(index, index, figure)) {
      return isHere ? $pos.pos : $pos.after(depth + 1)
    }
  }
  return doc.content.size
}

/** The document with the picture in it, as one step of the history; the upload is done by that. */
export function finishUpload(state: EditorState, upload: PendingUpload, src: string): Transaction {
  const tr = state.tr
  const node = upload.replaces ? state.doc.nodeAt(upload.pos) : null
  if (node?.type.name === 'figure') tr.setNodeAttribute(upload.pos, 'src', src)
  else {
    const figure = nodeType(state.schema, 'figure')
    tr.insert(nearestPlace(state.doc, upload.pos, figure), figure.create({ src }))
  }
  return removeUpload(tr, upload.id).setMeta('uiEvent', 'upload')
}
