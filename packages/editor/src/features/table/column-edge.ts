// The edge of a column: dragged, it shows a line where the edge will be, and the column gets that width when it is let go.
// The text is laid out once, and others get one change. A double press gives all columns back the width of their text.
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import { drawnWidths, setWidths, withWidth } from './column-widths.ts'
import { tableCommands } from './table-commands.ts'
import type { Box, CellPlace } from './table-place.ts'

export interface ColumnEdge {
  readonly element: HTMLElement
  readonly isDragging: boolean
  show(at: EdgePlace): void
  destroy(): void
}

interface EdgePlace {
  readonly cell: Box
  readonly table: Box
  readonly left: number
  readonly right: number
  readonly isRightToLeft: boolean
  /** Where the pointer is, relative to the editor's root. */
  readonly x: number
  readonly place: CellPlace
}

// Half of the width that can be grabbed, px.
const grip = 5

export function createColumnEdge(
  view: EditorView,
  { host, translate }: MenuContext,
  placeNow: () => CellPlace | undefined,
): ColumnEdge {
  const element = host.ownerDocument.createElement('div')
  element.className = 'stet-table-edge'
  element.title = translate('resizeColumn')
  // The keyboard has keys for it, and lines in the menu.
  element.setAttribute('aria-hidden', 'true')
  let column = 0
  let direction: 1 | -1 = 1
  let home = 0
  let drag: { readonly from: number; readonly width: number; readonly widths: readonly number[] } | undefined

  function show({ cell, table, left, right, isRightToLeft, x, place }: EdgePlace): void {
    direction = isRightToLeft ? -1 : 1
    const start = isRightToLeft ? cell.right : cell.left
    const isAtStart = Math.abs(x - start) <= grip && place.column > 0
    column = (isAtStart ? place.column : place.end) - 1
    home = isAtStart ? start : isRightToLeft ? cell.left : cell.right
    element.hidden = home < left - 1 || home > right + 1
    move(home)
    element.style.setProperty('top', `${Math.round(table.top)}px`)
    element.style.setProperty('height', `${Math.round(table.bottom - table.top)}px`)
  }

  function move(x: number): void {
    element.style.setProperty('left', `${Math.round(x) - grip}px`)
  }

  element.addEventListener('pointerdown', (event) => {
    const place = placeNow()
    if (event.button !== 0 || !place) return
    event.preventDefault()
    element.setPointerCapture(event.pointerId)
    const widths = drawnWidths(view, place)
    drag = { from: event.clientX, width: widths[column] ?? 0, widths }
    element.classList.add('stet-dragging')
  })
  element.addEventListener('pointermove', (event) => {
    if (!drag) return
    const [width = 0] = withWidth([0], 0, newWidth(event.clientX))
    move(home + (width - drag.width) * direction)
  })
  element.addEventListener('pointerup', (event) => {
    const place = placeNow()
    const begun = drag
    const width = newWidth(event.clientX)
    end()
    if (!begun || !place || event.clientX === begun.from) return
    // Others may have added or deleted columns meanwhile; then the widths that were read are of another table.
    if (place.map.width !== begun.widths.length) return
    const tr = setWidths(view.state.tr, place, withWidth(begun.widths, column, width))
    if (tr.docChanged) view.dispatch(tr)
  })
  element.addEventListener('pointercancel', end)
  element.addEventListener('dblclick', () => {
    const place = placeNow()
    if (place) tableCommands.resetColumns()(view.state, view.dispatch, view)
  })

  function newWidth(x: number): number {
    return drag ? drag.width + (x - drag.from) * direction : 0
  }

  function end(): void {
    drag = undefined
    element.classList.remove('stet-dragging')
    move(home)
  }

  return {
    element,
    get isDragging() {
      return drag !== undefined
    },
    show,
    destroy: () => element.remove(),
  }
}
