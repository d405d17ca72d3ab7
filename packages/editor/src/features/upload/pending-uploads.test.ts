import { schema } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { p, state } from '../../test-editor.ts'
import type { PendingUpload } from './pending-uploads.ts'
import {
  addUploads,
  applyToPending,
  finishUpload,
  nearestPlace,
  placeAtSelection,
} from './pending-uploads.ts'

const file = new File(['x'], 'x.png', { type: 'image/png' })
const upload = (id: number, pos: number, replaces = false): PendingUpload => ({ id, file, pos, replaces })
const sources = ({ doc }: EditorState): string[] =>
  doc.children.map((node) => (node.type.name === 'figure' ? String(node.attrs['src']) : node.textContent))

/** The documents as the uploads come in, in this order. */
function finishAll(
  before: EditorState,
  uploads: readonly PendingUpload[],
  order: readonly number[],
): string[] {
  let now = before
  let pending = applyToPending([], addUploads(now.tr, uploads))
  for (const id of order) {
    const found = pending.find((each) => each.id === id)
    if (!found) throw new Error(`The upload ${id} is lost.`)
    const tr = finishUpload(now, found, `/${id}`)
    pending = applyToPending(pending, tr)
    now = now.apply(tr)
  }
  expect(pending).toEqual([])
  return sources(now)
}

test('an empty line gives its place and stays below; a line with text stays above', () => {
  expect(placeAtSelection(state(p('one'), p('<a>')))).toBe(5)
  expect(placeAtSelection(state(p('o<a>ne'), p('two')))).toBe(5)
})

test.each([[[1, 2, 3]], [[3, 2, 1]], [[2, 3, 1]], [[3, 1, 2]], [[2, 1, 3]], [[1, 3, 2]]])(
  'pictures stand in the order in which they were picked, when they arrive as %j',
  (order) => {
    const uploads = [upload(1, 5), upload(2, 5), upload(3, 5)]
    expect(finishAll(state(p('one'), p('two')), uploads, order)).toEqual(['one', '/1', '/2', '/3', 'two'])
  },
)

test('a place moves with the text before it, and outlives the blocks around it', () => {
  const before = state(p('one'), p('two'))
  const typed = before.tr.insertText('more ', 1)
  expect(applyToPending([upload(1, 5)], typed)).toMatchObject([{ pos: 10 }])
  const gone = before.tr.delete(0, 10)
  const pending = applyToPending([upload(1, 5)], gone)
  expect(pending).toMatchObject([{ pos: 0 }])
  const [left] = pending
  if (!left) throw new Error('The upload is lost.')
  const after = before.apply(gone)
  expect(sources(after.apply(finishUpload(after, left, '/1')))).toContain('/1')
})

test('a replaced picture keeps its caption, width and description; one that is gone meanwhile is inserted', () => {
  const figure = schema.nodes.figure.create({ src: '/old', width: 100, alt: 'A' }, schema.text('Caption'))
  const before = state({ node: figure, tags: {} }, p('text'))
  const after = before.apply(finishUpload(before, upload(1, 0, true), '/new'))
  expect(after.doc.firstChild?.attrs).toMatchObject({ src: '/new', width: 100, alt: 'A' })
  expect(after.doc.firstChild?.textContent).toBe('Caption')
  const without = state(p('text'))
  expect(sources(without.apply(finishUpload(without, upload(1, 0, true), '/new')))).toEqual(['/new', 'text'])
})

test('somebody who puts a block before a picture to be replaced does not change which one it is', () => {
  const figure = schema.nodes.figure.create({ src: '/old' })
  const before = state({ node: figure, tags: {} }, p('text'))
  const tr = before.tr.insert(0, schema.nodes.textblock.create())
  expect(applyToPending([upload(1, 0, true)], tr)).toMatchObject([{ pos: 2 }])
})

test('a place inside a line becomes one after its block, and one behind the end becomes the end', () => {
  const { doc } = state(p('one'), p('two'))
  expect(nearestPlace(doc, 2)).toBe(5)
  expect(nearestPlace(doc, 5)).toBe(5)
  expect(nearestPlace(doc, 999)).toBe(10)
})
