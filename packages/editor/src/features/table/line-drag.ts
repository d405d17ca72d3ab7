// A row or a column is taken along by its handle. While it is dragged a line shows where it would go; the table changes
// when it is let go, in one step.
import type { EditorView } from 'prosemirror-view'
import { drawnWidths } from './column-widths.ts'
import type { Axis } from './move-line.ts'
import { moveLine } from './move-line.ts'
import type { CellPlace } from './table-place.ts'
import { readFrame } from './table-place.ts'

export interface LineDrag {
  readonly isDragging: boolean
  /** A drag ends with a click on the handle, which is not meant: asked once. */
  takesClick(): boolean
}

export interface LineDragOptions {
  readonly view: EditorView
  readonly host: HTMLElement
  readonly axis: Axis
  readonly handle: HTMLElement
  /** Moved to where the line would go. */
  readonly mark: HTMLElement
  /** The cell at which the handle stands. */
  readonly current: () => { readonly element: Element; readonly place: CellPlace } | undefined
  /** Selects the line of the handle, and gives the selected ones: the first, and the first after them. */
  readonly select: (place: CellPlace) => readonly [number, number]
  readonly onEnd: () => void
}

// Less is an unsteady click, px.
const threshold = 5

export function createLineDrag(options: LineDragOptions): LineDrag {
  const { view, host, axis, handle, mark, current, select, onEnd } = options
  let drag:
    | { readonly from: number; lines?: readonly [number, number]; edges?: readonly number[]; to?: number }
    | undefined
  let isClickTaken = false

  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !view.editable) return
    isClickTaken = false
    drag = { from: along(event) }
    handle.setPointerCapture(event.pointerId)
  })
  handle.addEventListener('pointermove', (event) => {
    if (!drag || (!drag.lines && Math.abs(along(event) - drag.from) < threshold)) return
    if (!drag.lines && !begin(drag)) return cancel()
    show(drag, along(event))
  })
  handle.addEventListener('pointerup', () => {
    const { lines, to, edges } = drag ?? {}
    const place = current()?.place
    cancel()
    if (!lines || !edges || to === undefined || !place) return
    // Others may have added or deleted lines meanwhile; then the edges that were read are another table's.
    if (edges.length - 1 !== (axis === 'row' ? place.map.height : place.map.width)) return
    const [first, end] = lines
    const by = to < first ? to - first : Math.max(0, to - end)
    if (by !== 0) moveLine(axis, by)(view.state, view.dispatch)
    view.focus()
  })
  handle.addEventListener('pointercancel', cancel)
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !drag?.lines) return
    event.stopPropagation()
    cancel()
  })

  function begin(started: NonNullable<typeof drag>): boolean {
    const now = current()
    if (!now) return false
    started.lines = select(now.place)
    started.edges = axis === 'row' ? rowEdges(now.element) : columnEdges(view, now.element, now.place)
    isClickTaken = true
    handle.classList.add('stet-dragging')
    return started.edges.length > 1
  }

  function show(moving: NonNullable<typeof drag>, at: number): void {
    const now = current()
    const frame = now && readFrame(host, now.element)
    const { edges = [], lines } = moving
    if (!frame || !lines) return
    const distances = edges.map((edge) => Math.abs(edge - at))
    const nearest = distances.indexOf(Math.min(...distances))
    const isSame = nearest >= lines[0] && nearest <= lines[1]
    moving.to = nearest
    mark.hidden = isSame
    const origin = host.getBoundingClientRect()
    const edge = edges[nearest] ?? at
    const { table, window } = frame
    const left = Math.max(table.left, window.left)
    const right = Math.min(table.right, window.right)
    if (axis === 'row') place({ left, top: edge - origin.top - 1, width: right - left, height: 2 })
    else place({ left: edge - origin.left - 1, top: table.top, width: 2, height: table.bottom - table.top })
  }

  function place(box: Readonly<Record<'left' | 'top' | 'width' | 'height', number>>): void {
    for (const [side, value] of Object.entries(box)) mark.style.setProperty(side, `${Math.round(value)}px`)
  }

  function along({ clientX, clientY }: PointerEvent): number {
    return axis === 'row' ? clientY : clientX
  }

  function cancel(): void {
    const wasDragging = drag?.lines !== undefined
    drag = undefined
    mark.hidden = true
    handle.classList.remove('stet-dragging')
    if (wasDragging) onEnd()
  }

  return {
    get isDragging() {
      return drag?.lines !== undefined
    },
    takesClick() {
      const taken = isClickTaken
      isClickTaken = false
      return taken
    },
  }
}

/** Client coordinates of the lines' borders, the last one's end included. */
function rowEdges(cell: Element): readonly number[] {
  const rows = [...(cell.closest('table')?.rows ?? [])].map((row) => row.getBoundingClientRect())
  return [...rows.map(({ top }) => top), ...rows.slice(-1).map(({ bottom }) => bottom)]
}

function columnEdges(view: EditorView, cell: Element, place: CellPlace): readonly number[] {
  const table = cell.closest('table')
  if (!table) return []
  const { left, right } = table.getBoundingClientRect()
  const isRightToLeft = getComputedStyle(table).direction === 'rtl'
  const edges = [isRightToLeft ? right : left]
  for (const width of drawnWidths(view, place)) {
    edges.push((edges.at(-1) ?? 0) + (isRightToLeft ? -width : width))
  }
  return edges
}
