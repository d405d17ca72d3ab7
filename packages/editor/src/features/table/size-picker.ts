// Choosing how large a new table is: a field of squares, as word processors have it. The mouse or the arrow keys show the
// size, a press or Enter makes the table. Screen readers hear the size at each step.
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import type { Anchor } from '../../ui/place.ts'
import { insertTable } from './insert-table.ts'

const largest = { columns: 8, rows: 8 }
const first = { column: 2, row: 2 }

export function openSizePicker(view: EditorView, { host, translate }: MenuContext, anchor: Anchor): void {
  const document = host.ownerDocument
  const popup = createPopup({
    document,
    host,
    className: 'stet-table-size',
    role: 'dialog',
    label: translate('tableSize'),
    onDismiss: () => view.focus(),
  })
  const grid = document.createElement('div')
  grid.className = 'stet-table-size-grid'
  grid.setAttribute('role', 'grid')
  grid.setAttribute('aria-label', translate('tableSize'))
  const words = document.createElement('div')
  words.className = 'stet-table-size-words'
  words.setAttribute('aria-hidden', 'true')
  const cells: HTMLElement[][] = []
  let at = first
  for (let row = 0; row < largest.rows; row += 1) {
    const line = document.createElement('div')
    line.setAttribute('role', 'row')
    cells.push(
      Array.from({ length: largest.columns }, (_, column) => {
        const cell = document.createElement('button')
        cell.type = 'button'
        cell.tabIndex = -1
        cell.setAttribute('role', 'gridcell')
        cell.setAttribute('aria-label', sizeWords(row, column))
        cell.addEventListener('pointerenter', () => show(row, column))
        cell.addEventListener('click', () => choose(row, column))
        line.append(cell)
        return cell
      }),
    )
    grid.append(line)
  }

  function sizeWords(row: number, column: number): string {
    return translate('tableSizeChosen', { columns: column + 1, rows: row + 1 })
  }

  function show(row: number, column: number): void {
    cells[at.row]?.[at.column]?.setAttribute('tabindex', '-1')
    at = { row, column }
    for (const [y, line] of cells.entries()) {
      for (const [x, cell] of line.entries()) cell.classList.toggle('stet-chosen', y <= row && x <= column)
    }
    words.textContent = sizeWords(row, column)
    const cell = cells[row]?.[column]
    cell?.setAttribute('tabindex', '0')
    cell?.focus()
  }

  function choose(row: number, column: number): void {
    popup.destroy()
    view.focus()
    // The first row is the header.
    insertTable({ rows: Math.max(1, row), columns: column + 1, headerRow: row > 0 })(
      view.state,
      view.dispatch,
      view,
    )
  }

  popup.element.addEventListener('keydown', (event) => {
    const forward = getComputedStyle(grid).direction === 'rtl' ? -1 : 1
    const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowRight: [0, forward],
      ArrowLeft: [0, -forward],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
    }
    if (event.key === 'Tab') {
      popup.close()
      view.focus()
    } else {
      const step = steps[event.key]
      if (!step) return
      show(
        Math.min(largest.rows - 1, Math.max(0, at.row + step[0])),
        Math.min(largest.columns - 1, Math.max(0, at.column + step[1])),
      )
    }
    event.preventDefault()
    event.stopPropagation()
  })
  popup.element.append(grid, words)
  popup.open(anchor)
  show(first.row, first.column)
}
