import { fragmentName, schema } from '@stet/document'
import * as fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { TableMap } from 'prosemirror-tables'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { TestEditor } from '../../test-editor.ts'
import { createTestEditor } from '../../test-editor.ts'
import { repairTable } from './repair-table.ts'
import { tableCommands } from './table-commands.ts'
import { fitsTable, guardTableMap } from './table-size.ts'
import { drawn, problemsOf, run, table } from './test-table.ts'

function repaired(node: Node): Node {
  const state = EditorState.create({ doc: schema.nodes.doc.create(null, [node]) })
  const tr = state.tr
  repairTable(tr, node, 0)
  tr.doc.check()
  return tr.doc.child(0)
}

describe('a repair', () => {
  test.each([
    ['missing cells are added at the end of their row', ['a|b|c', 'd|e'], ['a|b|c', 'd|e|']],
    ['in a header row they are headers', ['#a|#b', 'c|d|e', 'f|g|h'], ['#a|#b|#', 'c|d|e', 'f|g|h']],
    ['a row without cells gets them', ['a|b', ''], ['a|b', '|']],
    ['a cell without a block gets a line', ['∅|b'], ['|b']],
    ['a span that reaches below the table is cut', ['1x9:a|b', 'c'], ['1x2:a|b', 'c']],
    ['spans that overlap are cut', ['a|1x2:b', '2x1:c|d'], ['a|1x2:b|', 'c|d']],
    ['an unused last column of few rows is taken away', ['a|b', 'c|d|', 'e|f'], ['a|b', 'c|d', 'e|f']],
    ['one with text is completed', ['a|b', 'c|d|x', 'e|f'], ['a|b|', 'c|d|x', 'e|f|']],
    ['one that most rows have is completed', ['a|b|', 'c|d|', 'e|f'], ['a|b|', 'c|d|', 'e|f|']],
    ['a table without cells stays as it is', [''], ['']],
  ])('%s', (_name, before, expected) => {
    expect(drawn(repaired(table(...before)))).toEqual(expected)
  })

  test('leaves a rectangle, keeps all text, and changes nothing the second time', () => {
    guardTableMap()
    const cell = fc.record({
      columns: fc.integer({ min: 1, max: 4 }),
      rows: fc.integer({ min: 1, max: 4 }),
      text: fc.constantFrom('', 'a', 'b', '∅'),
    })
    const rows = fc.array(fc.array(cell, { maxLength: 4 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(rows, (described) => {
        const before = table(
          ...described.map((row) =>
            row.map(({ columns, rows: down, text }) => `${columns}x${down}:${text}`).join('|'),
          ),
        )
        const after = repaired(before)
        expect(after.textContent).toBe(before.textContent)
        expect(repaired(after).eq(after)).toBe(true)
        expect(problemsOf(after)).toEqual([])
      }),
    )
  })
})

interface Room {
  readonly one: TestEditor
  readonly two: TestEditor
}

function roomWith(...rows: readonly string[]): Room {
  const one = createTestEditor()
  one.dispatch(one.state.tr.insert(0, table(...rows)))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(one.doc))
  return { one, two: createTestEditor(copy) }
}

function sync({ one, two }: Room): void {
  const fromOne = Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(two.doc))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc, Y.encodeStateVector(one.doc)))
  Y.applyUpdate(two.doc, fromOne)
}

function typeIn(editor: TestEditor, cellText: string, typed: string): void {
  let caret = 0
  editor.state.doc.descendants((node, pos) => {
    if (node.isTextblock && node.textContent === cellText && caret === 0) caret = pos + 1 + cellText.length
  })
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, caret)))
  editor.type(typed)
}

function typeInCell(editor: TestEditor, index: number, typed: string): void {
  const carets: number[] = []
  editor.state.doc.descendants((node, pos) => {
    if (node.isTextblock) carets.push(pos + 1)
  })
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, carets[index] ?? 0)))
  editor.type(typed)
}

function place(editor: TestEditor, cellText: string): void {
  typeIn(editor, cellText, '')
}

const shownTable = (editor: TestEditor): string[] => drawn(editor.state.doc.child(0))

/** One inserts a row and the other a column, without hearing of each other. */
function insertBoth({ one, two }: Room): void {
  place(one, 'd')
  run(one, tableCommands.addRowAfter())
  place(two, 'd')
  run(two, tableCommands.addColumnAfter())
}

describe('two people at once', () => {
  test('a row and a column: who made the row adds the cell it lacks as soon as both have met', async () => {
    const room = roomWith('a|b', 'c|d')
    insertBoth(room)
    sync(room)
    expect(shownTable(room.two)).toEqual(['a|b|', 'c|d|', '|'])
    await Promise.resolve()
    expect(shownTable(room.one)).toEqual(['a|b|', 'c|d|', '||'])
    sync(room)
    await Promise.resolve()
    sync(room)
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
    expect(shownTable(room.one)).toEqual(['a|b|', 'c|d|', '||'])
  })

  test('what was typed in that row stays in its column when the other one was inserted before it', async () => {
    const room = roomWith('a|b|c', 'd|e|f')
    place(room.one, 'd')
    run(room.one, tableCommands.addRowAfter())
    for (const [cell, typed] of ['x', 'y', 'z'].entries()) typeInCell(room.one, 6 + cell, typed)
    place(room.two, 'b')
    run(room.two, tableCommands.addColumnBefore())
    sync(room)
    await Promise.resolve()
    sync(room)
    expect(shownTable(room.one)).toEqual(['a||b|c', 'd||e|f', 'x||y|z'])
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
  })

  test('undo takes the row back with that cell, redo brings both', async () => {
    const room = roomWith('a|b', 'c|d')
    insertBoth(room)
    sync(room)
    await Promise.resolve()
    sync(room)
    room.one.press('Mod-z')
    sync(room)
    expect(shownTable(room.one)).toEqual(['a|b|', 'c|d|'])
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
    room.one.press('Mod-y')
    sync(room)
    expect(shownTable(room.one)).toEqual(['a|b|', 'c|d|', '||'])
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
  })

  test('who made neither repairs nothing, until they edit the table', async () => {
    const room = roomWith('a|b', 'c|d')
    insertBoth(room)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.one.doc))
    const third = createTestEditor(copy)
    Y.applyUpdate(third.doc, Y.encodeStateAsUpdate(room.two.doc))
    await Promise.resolve()
    expect(shownTable(third)).toEqual(['a|b|', 'c|d|', '|'])
    typeIn(third, 'a', 'x')
    expect(shownTable(third)).toEqual(['ax|b|', 'c|d|', '||'])
  })

  test('both edit the table before they hear of each other: no column grows out of it', async () => {
    const room = roomWith('a|b', 'c|d')
    insertBoth(room)
    sync(room)
    typeIn(room.one, 'a', 'x')
    typeIn(room.two, 'b', 'y')
    sync(room)
    await Promise.resolve()
    sync(room)
    expect(shownTable(room.one)).toEqual(['ax|by|', 'c|d|', '||'])
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
  })

  test('one merges cells that the other splits off into a row of spans: all text stays, both are equal', () => {
    const room = roomWith('a|b|c', 'd|e|f')
    place(room.one, 'a')
    room.one.dispatch(room.one.state.tr.setNodeAttribute(2, 'rowspan', 2))
    place(room.two, 'd')
    room.two.dispatch(room.two.state.tr.setNodeAttribute(19, 'colspan', 2))
    sync(room)
    typeIn(room.one, 'f', 'x')
    typeIn(room.two, 'c', 'y')
    sync(room)
    typeIn(room.one, 'fx', '!')
    sync(room)
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
    expect(
      shownTable(room.one)
        .join('|')
        .replaceAll(/[^a-f]/g, ''),
    ).toBe('abcdef')
    expect(problemsOf(room.one.state.doc.child(0))).toEqual([])
  })

  test('a header is switched while a peer types in that row: the typing stays', () => {
    const room = roomWith('a|b', 'c|d')
    place(room.one, 'c')
    run(room.one, tableCommands.toggleHeaderRow())
    typeIn(room.two, 'a', 'nd more')
    sync(room)
    expect(shownTable(room.one)).toEqual(['#and more|#b', 'c|d'])
    expect(shownTable(room.two)).toEqual(shownTable(room.one))
  })

  test('a rectangle is edited without any repair', () => {
    const { one } = roomWith('a|b', 'c|d')
    const before = one.applied.length
    typeIn(one, 'a', 'x')
    expect(one.applied.slice(before).filter((tr) => tr.docChanged)).toHaveLength(1)
  })
})

function editorWith(build: (table: Y.XmlElement) => void): TestEditor {
  const doc = new Y.Doc()
  const root = new Y.XmlElement('table')
  doc.getXmlFragment(fragmentName).insert(0, [root])
  build(root)
  return createTestEditor(doc)
}

function cellOf(attributes: Readonly<Record<string, unknown>>): Y.XmlElement {
  const cell = new Y.XmlElement('table_cell')
  for (const [name, value] of Object.entries(attributes)) cell.setAttribute(name, value as string)
  const line = new Y.XmlElement('textblock')
  line.insert(0, [new Y.XmlText('text')])
  cell.insert(0, [line])
  return cell
}

describe('hostile tables', () => {
  test.each([
    { colspan: 1e9 },
    { colspan: 'abc' },
    { colspan: -1 },
    { colspan: Number.MAX_SAFE_INTEGER, rowspan: 1e9 },
    { rowspan: '1e9' },
    { colwidth: [-100] },
    { colwidth: 'wide' },
    { colspan: 3, colwidth: [1, 2, { evil: true }] },
  ])('a cell with %j is shown, typed in, and laid out', (attributes) => {
    const editor = editorWith((root) => {
      for (let row = 0; row < 3; row += 1) {
        const element = new Y.XmlElement('table_row')
        root.push([element])
        element.insert(0, [cellOf(attributes), cellOf({})])
      }
    })
    typeIn(editor, 'text', '!')
    place(editor, 'text!')
    run(editor, tableCommands.addRowAfter())
    expect(problemsOf(editor.state.doc.child(0))).toEqual([])
    expect(editor.state.doc.textContent).toBe('text!texttexttexttexttext')
  })

  test('a table of millions of places is shown, and refuses to be laid out', () => {
    const editor = editorWith((root) => {
      const wide = new Y.XmlElement('table_row')
      wide.insert(0, [cellOf({}), ...Array.from({ length: 500 }, () => new Y.XmlElement('table_cell'))])
      root.insert(0, [wide, ...Array.from({ length: 5000 }, () => new Y.XmlElement('table_row'))])
    })
    typeIn(editor, 'text', '!')
    expect(editor.state.doc.textContent).toBe('text!')
    expect(fitsTable(editor.state.doc.child(0))).toBe(false)
    expect(tableCommands.addRowAfter()(editor.state)).toBe(false)
    expect(() => TableMap.get(editor.state.doc.child(0))).toThrow(/too large/)
  })

  test('rows that span ever further down are measured before they are laid out', () => {
    const rows = Array.from({ length: 3000 }, () => '1x200:a')
    expect(fitsTable(table(...rows))).toBe(false)
    expect(fitsTable(table(...rows.slice(0, 100)))).toBe(true)
  })
})
