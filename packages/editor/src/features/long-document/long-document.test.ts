import { EditorState } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { p, state } from '../../test-editor.ts'
import { longDocument } from './long-document.ts'

const { keys = {}, plugins = [] } = longDocument()

function editor(blocks: number, caret: number): EditorState {
  const paragraphs = Array.from({ length: blocks }, (_, i) => p(i === caret ? 'te<a>xt' : 'text'))
  const { doc, selection } = state(...paragraphs)
  return EditorState.create({ doc, selection, plugins: [...plugins] })
}

function press(before: EditorState, key: string): EditorState {
  let after = before
  keys[key]?.(before, (tr: Transaction) => (after = before.apply(tr)))
  return after
}

function laidOut(of: EditorState): unknown {
  const [plugin] = plugins
  const decorations = plugin?.props.decorations?.call(plugin, of)
  return decorations === null || decorations === undefined
    ? null
    : (decorations as unknown as { find(): { from: number; to: number }[] })
        .find()
        .map(({ from, to }) => [from, to])
}

test('in a long document the block with the caret is always laid out', () => {
  expect(laidOut(editor(200, 100))).toEqual([[600, 606]])
  expect(laidOut(press(editor(200, 100), 'Mod-End'))).toEqual([[1194, 1200]])
  expect(laidOut(editor(199, 100))).toBeNull()
})

test('the jumps to the ends are ours in a long document, and the browser’s in others', () => {
  const before = editor(200, 100)
  expect(press(before, 'Mod-End').selection.head).toBe(1199)
  expect(press(before, 'Mod-Home').selection.head).toBe(1)
  const { anchor, head } = press(before, 'Mod-Shift-End').selection
  expect([anchor, head]).toEqual([603, 1199])
  expect(keys['Mod-End']?.(editor(199, 100))).toBe(false)
})
