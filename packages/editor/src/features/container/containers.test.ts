import { schema } from '@stet/document'
import type { Node } from 'prosemirror-model'
import type { Command } from 'prosemirror-state'
import { TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { isFolded, toggleFold } from '../toggle/folding.ts'
import type { TestEditor } from '../../test-editor.ts'
import { createTestEditor } from '../../test-editor.ts'

/** `note[a / b] / toggle[c] / d`, with `|` at the caret. */
function drawn({ state: { doc, selection } }: TestEditor): string {
  const draw = (parent: Node, start: number): string => {
    const parts: string[] = []
    parent.forEach((node, offset) => {
      const pos = start + offset
      const text = node.textContent
      const caret = selection.head - pos - 1
      const isHere = node.isTextblock && caret >= 0 && caret <= node.content.size
      if (node.isTextblock) parts.push(isHere ? `${text.slice(0, caret)}|${text.slice(caret)}` : text)
      else parts.push(`${node.attrs['kind'] ?? node.type.name}[${draw(node, pos + 1)}]`)
    })
    return parts.join(' / ')
  }
  return draw(doc, 0)
}

function press(editor: TestEditor, ...keys: readonly string[]): string {
  for (const key of keys) editor.press(key)
  return drawn(editor)
}

function run(editor: TestEditor, command: Command): boolean {
  return command(editor.state, (tr) => editor.dispatch(tr))
}

function typed(text: string): TestEditor {
  const editor = createTestEditor()
  editor.type(text)
  return editor
}

function caretAt(editor: TestEditor, text: string): void {
  editor.state.doc.descendants((node, pos) => {
    if (node.isTextblock && node.textContent === text) {
      editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, pos + 1)))
    }
  })
}

test.each([
  ['> [!NOTE]a', 'note[a|]'],
  ['[!warning]a', 'warning[a|]'],
  [':::tip a', 'tip[a|]'],
  [':::danger a', 'caution[a|]'],
  ['>> a', 'toggle[a|]'],
  ['[!nothing]', '[!nothing]|'],
  ['a [!NOTE]', 'a [!NOTE]|'],
])('typing "%s" makes %s', (text, expected) => {
  expect(drawn(typed(text))).toBe(expected)
})

test('Enter on an empty last line leads out, on the only line it takes the box away', () => {
  const editor = typed(':::note a')
  expect(press(editor, 'Enter')).toBe('note[a / |]')
  expect(press(editor, 'Enter')).toBe('note[a] / |')
  expect(press(typed(':::note '), 'Enter')).toBe('|')
})

test('Enter on an empty line in the middle stays inside', () => {
  const editor = typed(':::note a')
  press(editor, 'Enter', 'Enter')
  const inside = typed(':::note a')
  press(inside, 'Enter')
  inside.type('b')
  caretAt(inside, 'b')
  expect(press(inside, 'Enter', 'Enter')).toBe('note[a /  /  / |b]')
})

test('Backspace at the start takes the box away and nothing else', () => {
  const editor = typed('>> a')
  press(editor, 'Enter')
  editor.type('b')
  caretAt(editor, 'a')
  expect(press(editor, 'Backspace')).toBe('|a / b')
  expect(press(editor, 'Mod-z')).toBe('toggle[|a / b]')
})

test('Backspace first takes a quality of the block away, then the box', () => {
  const editor = typed(':::note # a')
  caretAt(editor, 'a')
  expect(press(editor, 'Backspace')).toBe('note[|a]')
  expect(editor.state.doc.firstChild?.firstChild?.attrs['kind']).toBe('paragraph')
  expect(press(editor, 'Backspace')).toBe('|a')
})

test('Backspace in an empty paragraph after a box goes to its end', () => {
  const editor = typed(':::note a')
  expect(press(editor, 'Enter', 'Enter', 'Backspace')).toBe('note[a|]')
})

test('Mod-Enter leads below, into an empty line that is there', () => {
  const editor = typed(':::note a')
  expect(press(editor, 'Mod-Enter')).toBe('note[a] / |')
  caretAt(editor, 'a')
  expect(press(editor, 'Mod-Enter')).toBe('note[a] / |')
})

test('the arrow down on the last line of the document leads out', () => {
  expect(press(typed(':::note a'), 'ArrowDown')).toBe('note[a] / |')
  expect(press(typed('>> a'), 'ArrowDown')).toBe('toggle[a] / |')
})

test('a toggle is folded and opened by keys, and the caret never is in what is folded away', () => {
  const editor = typed('>> a')
  press(editor, 'Enter')
  editor.type('b')
  expect(press(editor, 'Mod-Alt-Enter')).toBe('toggle[a| / b]')
  expect(isFolded(editor.state, 0)).toBe(true)
  caretAt(editor, 'b')
  expect(isFolded(editor.state, 0)).toBe(false)
})

test('a folded toggle stays folded while others write in it and before it', () => {
  const editor = typed('>> a')
  press(editor, 'Enter')
  editor.type('b')
  expect(run(editor, toggleFold)).toBe(true)
  const before = schema.nodes.textblock.create(null, schema.text('new'))
  editor.dispatch(editor.state.tr.insertText('!', 5).insert(0, before))
  expect(isFolded(editor.state, before.nodeSize)).toBe(true)
  expect(drawn(editor)).toBe('new / toggle[a| / !b]')
})

test('folding is no step of the history and no change of the document', () => {
  const editor = typed('>> a')
  press(editor, 'Enter')
  editor.type('b')
  press(editor, 'Mod-Alt-Enter', 'Mod-z')
  expect(drawn(editor)).not.toContain('b')
})
