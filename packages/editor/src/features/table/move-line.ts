// Moves the selected rows or columns, one by one, and the selection with them. prosemirror-tables moves one row or column, so
// what moves is the neighbour: from one side of the selection to the other.
import type { Node } from 'prosemirror-model'
import type { Command, Transaction } from 'prosemirror-state'
import { EditorState, Selection, TextSelection } from 'prosemirror-state'
import { CellSelection, moveTableColumn, moveTableRow, selectedRect, TableMap } from 'prosemirror-tables'

export type Axis = 'row' | 'column'

/** The selection must be in a table that is a rectangle. As far as asked, or not at all. */
export function moveLine(axis: Axis, by: number): Command {
  return (state, dispatch) => {
    const tr = state.tr
    const step = by < 0 ? -1 : 1
    for (let left = Math.abs(by); left > 0; left -= 1) {
      // Without plugins: only the last state is anybody's.
      const { schema } = state
      const moved = moveOnce(EditorState.create({ schema, doc: tr.doc, selection: tr.selection }), axis, step)
      if (!moved) return false
      for (const each of moved.steps) tr.step(each)
      tr.setSelection(Selection.fromJSON(tr.doc, moved.selection.toJSON()))
    }
    dispatch?.(tr)
    return by !== 0
  }
}

function moveOnce(state: EditorState, axis: Axis, by: -1 | 1): Transaction | undefined {
  const { top, bottom, left, right, map, tableStart } = selectedRect(state)
  const [first, end, count] = axis === 'row' ? [top, bottom, map.height] : [left, right, map.width]
  const neighbour = by < 0 ? first - 1 : end
  if (neighbour < 0 || neighbour >= count) return undefined
  const options = { from: neighbour, to: by < 0 ? end - 1 : first, select: false, pos: tableStart }
  const move = axis === 'row' ? moveTableRow(options) : moveTableColumn(options)
  let moved: Transaction | undefined
  move(state, (tr) => {
    moved = tr.setSelection(movedSelection(tr, state, { tableStart, axis, by }))
  })
  return moved
}

interface Move {
  readonly tableStart: number
  readonly axis: Axis
  readonly by: -1 | 1
}

function movedSelection(tr: Transaction, { doc, selection }: EditorState, move: Move): Selection {
  const before = doc.nodeAt(move.tableStart - 1)
  const after = tr.doc.nodeAt(move.tableStart - 1)
  if (before === null || after === null) return tr.selection
  const follow = (pos: number): number => followed(pos, { before, after, move })
  if (selection instanceof CellSelection) {
    return CellSelection.create(tr.doc, follow(selection.$anchorCell.pos), follow(selection.$headCell.pos))
  }
  return TextSelection.between(
    tr.doc.resolve(follow(selection.anchor)),
    tr.doc.resolve(follow(selection.head)),
  )
}

// The same place in its cell, where the cell is now.
function followed(
  pos: number,
  { before, after, move }: { readonly before: Node; readonly after: Node; readonly move: Move },
): number {
  const map = TableMap.get(before)
  const inside = pos - move.tableStart
  const cell = map.map.findLast(
    (start) => start <= inside && inside < start + (before.nodeAt(start)?.nodeSize ?? 0),
  )
  if (cell === undefined) return pos
  const { top, left } = map.findCell(cell)
  const row = top + (move.axis === 'row' ? move.by : 0)
  const column = left + (move.axis === 'column' ? move.by : 0)
  const now = TableMap.get(after).map[row * map.width + column]
  return now === undefined ? pos : move.tableStart + now + (inside - cell)
}
