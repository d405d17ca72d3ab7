import type { EditorState } from 'prosemirror-state'
import { CellSelection, selectedRect } from 'prosemirror-tables'
import { expect, test } from 'vitest'
import { storedWidths, withWidth } from './column-widths.ts'
import { tableCommands } from './table-commands.ts'
import { afterCommand, drawn, stateAt, table } from './test-table.ts'

function changed(state: EditorState, ...names: readonly ('widenColumn' | 'narrowColumn' | 'resetColumns')[]) {
  let now = state
  for (const name of names) {
    tableCommands[name]()(now, (tr) => {
      now = now.apply(tr)
    })
  }
  return now
}

const widthsOf = (state: EditorState) => storedWidths(selectedRect(state))

test('the first change gives every column a width, the next ones only the column of the caret', () => {
  const state = changed(stateAt(table('a|b', 'c|d'), 'd'), 'widenColumn')
  expect(widthsOf(state)).toEqual([120, 136])
  expect(widthsOf(changed(state, 'narrowColumn', 'narrowColumn'))).toEqual([120, 104])
})

test('a cell over two columns holds the widths of both', () => {
  const state = changed(stateAt(table('2x1:a', 'c|d'), 'c'), 'widenColumn')
  expect(widthsOf(state)).toEqual([136, 120])
  expect(state.doc.nodeAt(2)?.attrs['colwidth']).toEqual([136, 120])
})

test('columns go back to the width of their text', () => {
  const before = stateAt(table('a|b'), 'a')
  expect(tableCommands.resetColumns()(before)).toBe(false)
  const wide = changed(before, 'widenColumn')
  expect(changed(wide, 'resetColumns').doc.eq(before.doc)).toBe(true)
})

test('no column becomes too narrow to be read or too wide to be found', () => {
  expect(withWidth([100, 100], 0, 3)).toEqual([40, 100])
  expect(withWidth([100, 100], 1, 1e9)).toEqual([100, 2000])
})

test.each([
  ['duplicateRow', 'c', ['#a|#b', 'c|d'], ['#a|#b', 'c|d', 'c|d']],
  ['duplicateColumn', 'a', ['#a|#b', 'c|d'], ['#a|#a|#b', 'c|c|d']],
  ['duplicateColumn', 'd', ['2x1:a|b', 'c|x|d'], ['2x1:a|b|b', 'c|x|d|d']],
  ['duplicateRow', 'b', ['1x2:a|b', 'c'], undefined],
  ['duplicateColumn', 'c', ['2x1:a', 'c|d'], undefined],
] as const)('%s at %s of %j', (name, at, rows, expected) => {
  expect(afterCommand(stateAt(table(...rows), at), tableCommands[name]())).toEqual(expected)
})

test('cleared cells stay cells', () => {
  const before = stateAt(table('a|b', 'c|d'), 'a')
  const state = before.apply(before.tr.setSelection(CellSelection.rowSelection(before.doc.resolve(2))))
  let cleared = state
  tableCommands.clearCells()(state, (tr) => {
    cleared = state.apply(tr)
  })
  // What repairs tables after each edit gives them a line to type in.
  expect(drawn(cleared.doc.child(0))).toEqual(['∅|∅', 'c|d'])
})
