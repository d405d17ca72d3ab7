// Random histories of three editors in one table: rows and columns come and go, cells are typed in, merged and split, all of
// it is taken back, and they exchange their changes in random order.
import { documentFromYjs } from '@stet/document'
import * as fc from 'fast-check'
import { TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { CellSelection } from 'prosemirror-tables'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { TestEditor } from '../../test-editor.ts'
import { createTestEditor } from '../../test-editor.ts'
import { tableCommands } from './table-commands.ts'
import { problemsOf, run, table } from './test-table.ts'

const commands: Readonly<Record<string, () => Command>> = {
  addRowAfter: () => tableCommands.addRowAfter(),
  addRowBefore: () => tableCommands.addRowBefore(),
  addColumnAfter: () => tableCommands.addColumnAfter(),
  addColumnBefore: () => tableCommands.addColumnBefore(),
  deleteRow: () => tableCommands.deleteRow(),
  deleteColumn: () => tableCommands.deleteColumn(),
  toggleHeaderRow: () => tableCommands.toggleHeaderRow(),
  mergeCells: () => tableCommands.mergeCells(),
  splitCell: () => tableCommands.splitCell(),
}

const peers = 3

/** Typed characters are unique, so that each can be looked for: from here on. */
const firstTyped = 0x4e00

const anyAction = fc.record({
  peer: fc.nat(peers - 1),
  act: fc.constantFrom('type', 'type', 'undo', 'redo', 'send', 'send', ...Object.keys(commands)),
  cell: fc.nat(30),
  to: fc.nat(peers - 1),
})

function placeIn(editor: TestEditor, number: number): boolean {
  const carets: number[] = []
  editor.state.doc.child(0).descendants((node, pos) => {
    if (node.isTextblock) carets.push(pos + 2 + node.content.size)
  })
  const caret = carets[number % Math.max(1, carets.length)]
  if (caret === undefined) return false
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, caret)))
  return true
}

/** From that cell to one of those around it. */
function selectCells(editor: TestEditor, number: number): void {
  const cells: number[] = []
  editor.state.doc.child(0).descendants((node, pos) => {
    if (node.type.name === 'table_cell') cells.push(pos + 1)
  })
  const [one, other] = [number, number + 1 + (number % 4)].map(
    (each) => cells[each % Math.max(1, cells.length)],
  )
  if (one === undefined || other === undefined) return
  editor.dispatch(editor.state.tr.setSelection(CellSelection.create(editor.state.doc, one, other)))
}

function send(from: TestEditor, to: TestEditor): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'network')
}

async function settle(editors: readonly TestEditor[]): Promise<void> {
  for (let round = 0; round < 6; round++) {
    for (const from of editors) for (const to of editors) if (from !== to) send(from, to)
    // What completes rows comes after what was shown.
    // oxlint-disable-next-line no-await-in-loop -- each round answers the one before
    await Promise.resolve()
  }
}

test('every editor shows what Yjs holds after every change, and all the same after they met', async () => {
  let edits = 0
  let merges = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyAction, { minLength: 5, maxLength: 25, size: 'max' }), async (actions) => {
      const first = createTestEditor()
      first.dispatch(first.state.tr.insert(0, table('a|b|c', 'd|e|f', 'g|h|i')))
      const editors = [first, createTestEditor(), createTestEditor()]
      await settle(editors)
      let typed = 0
      for (const { peer, act, cell, to } of actions) {
        const editor = editors[peer] ?? first
        const other = editors[to] ?? first
        if (editor.state.doc.firstChild?.type.name !== 'table') continue
        if (act === 'undo') editor.press('Mod-z')
        else if (act === 'redo') editor.press('Mod-y')
        else if (act === 'send') {
          if (other !== editor) send(editor, other)
        } else if (placeIn(editor, cell)) {
          edits++
          const command = commands[act]
          if (act === 'mergeCells') selectCells(editor, cell)
          if (command === undefined) editor.type(String.fromCodePoint(firstTyped + typed++))
          else if (run(editor, command()) && act === 'mergeCells') merges++
        }
        // oxlint-disable-next-line no-await-in-loop -- what completes a row comes before the next action
        await Promise.resolve()
        for (const each of editors)
          expect(each.state.doc.toJSON()).toEqual(documentFromYjs(each.doc).toJSON())
      }
      await settle(editors)
      const shown = editors.map(({ state }) => state.doc.toJSON() as unknown)
      expect(shown[1]).toEqual(shown[0])
      expect(shown[2]).toEqual(shown[0])
      for (const { state } of editors) state.doc.check()
      const text = first.state.doc.textContent
      for (let code = firstTyped; code < firstTyped + typed; code++) {
        expect(text.split(String.fromCodePoint(code)).length).toBeLessThanOrEqual(2)
      }
      if (first.state.doc.firstChild?.type.name !== 'table' || !placeIn(first, 0)) return
      first.type('x')
      expect(problemsOf(first.state.doc.child(0))).toEqual([])
    }),
    { numRuns: 30 },
  )
  expect(edits).toBeGreaterThan(30)
  expect(merges).toBeGreaterThan(3)
}, 60_000)
