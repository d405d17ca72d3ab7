import type { Command } from 'prosemirror-state'
import { CellSelection } from 'prosemirror-tables'
import { describe, expect, test } from 'vitest'
import { after, createTestEditor, p, state } from '../../test-editor.ts'
import { tableCommands } from './table-commands.ts'
import { afterCommand, drawn, run, stateAt, table } from './test-table.ts'

const square = table('#a|#b', 'c|d')

describe('rows and columns', () => {
  test.each([
    ['addRowBefore', 'a', ['#a|#b', 'c|d'].toSpliced(0, 0, '|')],
    ['addRowAfter', 'a', ['#a|#b', '|', 'c|d']],
    ['addRowAfter', 'd', ['#a|#b', 'c|d', '|']],
    ['addColumnBefore', 'c', ['#|#a|#b', '|c|d']],
    ['addColumnAfter', 'c', ['#a|#|#b', 'c||d']],
    ['deleteRow', 'c', ['#a|#b']],
    ['deleteColumn', 'd', ['#a', 'c']],
    ['moveRowUp', 'c', ['c|d', '#a|#b']],
    ['moveRowDown', 'a', ['c|d', '#a|#b']],
    ['moveColumnLeft', 'b', ['#b|#a', 'd|c']],
    ['moveColumnRight', 'a', ['#b|#a', 'd|c']],
  ] as const)('%s at %s', (name, at, expected) => {
    expect(afterCommand(stateAt(square, at), tableCommands[name]())).toEqual(expected)
  })

  test.each([
    ['moveRowUp', 'a'],
    ['moveRowDown', 'c'],
    ['moveColumnLeft', 'a'],
    ['moveColumnRight', 'b'],
  ] as const)('%s at %s does not apply at the edge', (name, at) => {
    expect(afterCommand(stateAt(square, at), tableCommands[name]())).toBeUndefined()
  })

  test('the last row, and the last column, are not deleted: that is deleting the table', () => {
    expect(afterCommand(stateAt(table('a|b'), 'a'), tableCommands.deleteRow())).toBeUndefined()
    expect(afterCommand(stateAt(table('a', 'b'), 'a'), tableCommands.deleteColumn())).toBeUndefined()
  })

  test('the caret moves along with its row and stays at its place in the text', () => {
    const before = stateAt(table('a|b', 'hello|d'), 'hello')
    let moved = before
    tableCommands.moveRowUp()(before, (tr) => {
      moved = before.apply(tr)
    })
    expect(moved.selection.$head.parent.textContent).toBe('hello')
  })

  test('several selected rows move together and stay selected', () => {
    let current = stateAt(table('a|b', 'c|d', 'e|f'), 'c')
    const cells: number[] = []
    current.doc.descendants((node, pos) => {
      if (node.type.name === 'table_cell') cells.push(pos)
    })
    current = current.apply(current.tr.setSelection(CellSelection.create(current.doc, cells[2]!, cells[5])))
    tableCommands.moveRowUp()(current, (tr) => {
      current = current.apply(tr)
    })
    expect(drawn(current.doc.child(0))).toEqual(['c|d', 'e|f', 'a|b'])
    tableCommands.moveRowDown()(current, (tr) => {
      current = current.apply(tr)
    })
    expect(drawn(current.doc.child(0))).toEqual(['a|b', 'c|d', 'e|f'])
  })

  test('a new row goes on with the header column', () => {
    const rows = table('#a|#b', '=c|d')
    expect(afterCommand(stateAt(rows, 'd'), tableCommands.addRowAfter())).toEqual(['#a|#b', '=c|d', '=|'])
  })
})

describe('cells', () => {
  test('selected cells are merged, and a merged one is split', () => {
    const before = stateAt(square, 'a')
    const cells: number[] = []
    before.doc.descendants((node, pos) => {
      if (node.type.name === 'table_cell') cells.push(pos)
    })
    const selected = before.apply(
      before.tr.setSelection(CellSelection.create(before.doc, cells[0]!, cells[2])),
    )
    const merged = afterCommand(selected, tableCommands.mergeCells())
    expect(merged).toEqual(['#1x2:ac|#b', 'd'])
    expect(afterCommand(stateAt(table(...merged!), 'ac'), tableCommands.splitCell())).toEqual([
      '#ac|#b',
      '#∅|d',
    ])
  })

  test('the header row and the header column are switched without making a cell anew', () => {
    const plain = table('a|b', 'c|d')
    expect(afterCommand(stateAt(plain, 'd'), tableCommands.toggleHeaderRow())).toEqual(['#a|#b', 'c|d'])
    expect(afterCommand(stateAt(square, 'd'), tableCommands.toggleHeaderColumn())).toEqual(['#a|#b', '=c|d'])
    expect(afterCommand(stateAt(square, 'd'), tableCommands.toggleHeaderRow())).toEqual(['a|b', 'c|d'])
    const both = table('#a|#b', '=c|d')
    expect(afterCommand(stateAt(both, 'd'), tableCommands.toggleHeaderColumn())).toEqual(['#a|#b', 'c|d'])
  })

  test('alignment is set on the selected cells, and only where it differs', () => {
    const before = stateAt(square, 'c')
    let aligned = before
    const center = tableCommands.setCellAlign({ align: 'center' })
    center(before, (tr) => {
      aligned = before.apply(tr)
    })
    const attrs = aligned.doc.child(0).children.map((row) => row.children.map((cell) => cell.attrs['align']))
    expect(attrs).toEqual([
      [null, null],
      ['center', null],
    ])
    expect(center(aligned)).toBe(false)
  })
})

describe('inserting a table', () => {
  test('comes after the block with the caret, with text after it, and takes the caret', () => {
    const editor = createTestEditor()
    editor.type('Hello')
    run(editor, tableCommands.insertTable({ rows: 1, columns: 2 }))
    editor.type('a')
    editor.press('Tab')
    editor.type('b')
    const names = editor.state.doc.children.map((node) => node.type.name)
    expect(names).toEqual(['textblock', 'table', 'textblock'])
    expect(drawn(editor.state.doc.child(1))).toEqual(['#a|#b', '|'])
  })

  test('comes in place of an empty paragraph, which stays below', () => {
    expect(after(state(p('x'), p('<a>')), tableCommands.insertTable({ rows: 1, columns: 1 }))).toMatch(
      /^p:x \/ table:.* \/ p:$/,
    )
  })

  test('does not go into another table, and its size is kept in bounds', () => {
    expect(tableCommands.insertTable()(stateAt(square, 'a'))).toBe(false)
    const before = state(p('<a>'))
    tableCommands.insertTable({ rows: 1e9, columns: -1, headerRow: false })(before, (tr) => {
      const inserted = tr.doc.child(0)
      expect([inserted.childCount, inserted.child(0).childCount]).toEqual([100, 1])
    })
    expect.hasAssertions()
  })
})

describe('keys', () => {
  test('Tab goes to the next cell and from the last one into a new row, Shift-Tab goes back', () => {
    const editor = createTestEditor()
    run(editor, tableCommands.insertTable({ rows: 1, columns: 1, headerRow: false }))
    editor.type('a')
    expect(editor.press('Tab')).toBe(true)
    editor.type('b')
    expect(drawn(editor.state.doc.child(0))).toEqual(['a', 'b'])
    expect(editor.press('Shift-Tab')).toBe(true)
    editor.type('c')
    expect(drawn(editor.state.doc.child(0))).toEqual(['c', 'b'])
  })

  test('outside a table Tab is left to others', () => {
    expect(createTestEditor().press('Tab')).toBe(false)
  })

  test('in a list in a cell Tab indents', () => {
    const editor = createTestEditor()
    run(editor, tableCommands.insertTable({ rows: 1, columns: 1, headerRow: false }))
    editor.type('- a')
    editor.press('Enter')
    expect(editor.press('Tab')).toBe(true)
    expect(editor.state.selection.$head.parent.attrs).toMatchObject({ kind: 'bullet', indent: 1 })
  })
})

test('a command on a table that is no rectangle makes it one', () => {
  const ragged = table('a|b|c', 'd|e')
  expect(afterCommand(stateAt(ragged, 'd'), tableCommands.addRowAfter())).toEqual(['a|b|c', 'd|e|', '||'])
  expect(afterCommand(stateAt(ragged, 'b'), tableCommands.deleteColumn())).toEqual(['a|c', 'd|'])
})

test('outside a table no command applies but inserting one', () => {
  const outside = stateAt(table('a'), '')
  const all = { ...tableCommands, setCellAlign: () => tableCommands.setCellAlign({ align: 'left' }) }
  const commands: Record<string, Command> = Object.fromEntries(
    Object.entries(all).map(([name, create]) => [name, create()]),
  )
  const applying = Object.keys(commands).filter((name) => commands[name]!(outside))
  expect(applying).toEqual(['insertTable'])
})

test('each change of a table is an undo step of its own', () => {
  const editor = createTestEditor()
  const shown = (): string => {
    const first = editor.state.doc.firstChild
    return first?.type.name === 'table' ? drawn(first).join(' / ') : 'no table'
  }
  run(editor, tableCommands.insertTable({ rows: 2, columns: 2, headerRow: false }))
  editor.type('a')
  run(editor, tableCommands.addRowAfter())
  run(editor, tableCommands.addColumnAfter())
  run(editor, tableCommands.deleteTable())
  const seen = [shown()]
  for (let step = 0; step < 5; step += 1) {
    editor.press('Mod-z')
    seen.push(shown())
  }
  expect(seen).toEqual(['no table', 'a|| / || / ||', 'a| / | / |', 'a| / |', '| / |', 'no table'])
})
