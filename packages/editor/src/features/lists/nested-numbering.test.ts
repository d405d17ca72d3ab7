import { schema } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { createTestEditor, ordered, p } from '../../test-editor.ts'
import { run } from '../table/test-table.ts'
import { tableCommands } from '../table/table-commands.ts'
import { nestedNumbering } from './nested-numbering.ts'

const callout = (...blocks: readonly Node[]): Node => schema.nodes.callout.create(null, blocks)
const item = (text = ''): Node => ordered(0, text).node

function stateWith(...blocks: readonly Node[]): EditorState {
  return EditorState.create({ doc: schema.nodes.doc.create(null, blocks), plugins: [nestedNumbering()] })
}

/** The numbers shown inside other blocks, in order. */
function numbersOf(state: EditorState): string[] {
  const [plugin] = state.plugins
  const shown = plugin?.getState(state) as ReturnType<ReturnType<typeof nestedNumbering>['getState']>
  return (shown?.find() ?? [])
    .sort((a, b) => a.from - b.from)
    .map(({ from, spec }) => `${state.doc.nodeAt(from)?.textContent}${(spec as { number: number }).number}`)
}

test('items in a callout are counted, anew in each, and inside inner blocks too', () => {
  const state = stateWith(
    item('x'),
    callout(item('a'), item('b'), callout(item('c')), item('d')),
    callout(p('e').node, item('f')),
  )
  expect(numbersOf(state)).toEqual(['a1', 'b2', 'c1', 'd1', 'f1'])
})

test('an item that is added, changed or taken away is counted, and other blocks keep their numbers', () => {
  let state = stateWith(callout(item('a'), item('b')), callout(item('c'), item('d')))
  state = state.apply(state.tr.insert(1, item('z')))
  expect(numbersOf(state)).toEqual(['z1', 'a2', 'b3', 'c1', 'd2'])
  state = state.apply(state.tr.insert(0, p('above').node))
  expect(numbersOf(state)).toEqual(['z1', 'a2', 'b3', 'c1', 'd2'])
  state = state.apply(state.tr.delete(0, 8 + state.doc.child(1).nodeSize - 1))
  expect(numbersOf(state)).toEqual(['c1', 'd2'])
})

test('a number typed in a cell makes an item when it is the next', () => {
  const editor = createTestEditor()
  run(editor, tableCommands.insertTable({ rows: 1, columns: 1, headerRow: false }))
  editor.type('1. one')
  editor.press('Enter')
  editor.press('Backspace')
  editor.type('2. two')
  const kinds = editor.state.doc
    .child(0)
    .child(0)
    .child(0)
    .children.map(({ attrs }) => attrs['kind'] as string)
  expect(kinds).toEqual(['ordered', 'ordered'])
})
