// What stands around a table while the pointer is at it: handles for its row and its column, a button at the cell of the
// selection, bars that add a row or a column at the end, and the edge by which a column is made wider. All of it is for
// pointers; the keyboard has the table menu. Places are read while the pointer moves, never while one types.
import type { EditorState } from 'prosemirror-state'
import { TextSelection } from 'prosemirror-state'
import { CellSelection, selectedRect } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import type { MessageKey } from '../../messages/english.ts'
import type { IconName } from '../../ui/icons.ts'
import { createIcon } from '../../ui/icons.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createColumnEdge } from './column-edge.ts'
import type { LineDrag } from './line-drag.ts'
import { createLineDrag } from './line-drag.ts'
import { tableCommands } from './table-commands.ts'
import type { TablePart } from './table-menus.ts'
import { openTableMenu } from './table-menus.ts'
import type { CellPlace, Frame } from './table-place.ts'
import { cellPlace, readFrame } from './table-place.ts'

export interface TableControls {
  /** The pointer is there. */
  point(event: PointerEvent): void
  update(before: EditorState): void
  destroy(): void
}

// From the table's edge to its bars, and their thickness, px.
const gap = 3
const bar = 14
// How far around a table its controls stay while the pointer goes to them.
const reach = 28

export function createTableControls(view: EditorView, menu: MenuContext): TableControls {
  const { host, translate } = menu
  const document = host.ownerDocument
  const row = button('stet-table-row', 'rowMenu', 'grip')
  const column = button('stet-table-column', 'columnMenu', 'grip')
  const cells = button('stet-table-cells', 'openTableMenu', 'chevron')
  const addRow = button('stet-table-add-row', 'addRowAtEnd', 'plus')
  const addColumn = button('stet-table-add-column', 'addColumnAtEnd', 'plus')
  const edge = createColumnEdge(view, menu, current)
  const mark = document.createElement('div')
  mark.className = 'stet-table-drop'
  const controls = [row, column, cells, addRow, addColumn, edge.element, mark]
  for (const control of controls) control.hidden = true
  host.append(...controls)

  let element: Element | undefined
  let pointer: { readonly x: number; readonly y: number; readonly target: EventTarget | null } | undefined
  let frame = 0
  let isMenuOpen = false
  const rowDrag = createDrag('row', row)
  const columnDrag = createDrag('column', column)

  function hide(): void {
    element = undefined
    for (const control of controls) control.hidden = true
  }

  // Asked whenever something is done: others may have changed the table since it was drawn.
  function current(): CellPlace | undefined {
    return element?.isConnected === true ? cellPlace(view, element) : undefined
  }

  function show(): void {
    frame = 0
    if (view.isDestroyed || !view.editable || !pointer) return hide()
    if (isMenuOpen || isDragging()) return
    const { target } = pointer
    if (target instanceof Element) {
      const over = target.closest('td, th')
      if (over && view.dom.contains(over)) element = over
    }
    if (!element?.isConnected) return hide()
    const now = readFrame(host, element)
    const place = current()
    if (!now || !place || !isNear(now)) return hide()
    draw(now, place)
  }

  function isDragging(): boolean {
    return edge.isDragging || rowDrag.isDragging || columnDrag.isDragging
  }

  function isNear({ table, window }: Frame): boolean {
    const { left, top } = host.getBoundingClientRect()
    const x = (pointer?.x ?? 0) - left
    const y = (pointer?.y ?? 0) - top
    const right = Math.min(table.right, window.right)
    const start = Math.max(table.left, window.left)
    return x > start - reach && x < right + reach && y > table.top - reach && y < table.bottom + reach
  }

  function draw({ cell, table, window, host: room, isRightToLeft }: Frame, at: CellPlace): void {
    const left = Math.max(table.left, window.left)
    const right = Math.min(table.right, window.right)
    put(row, { x: isRightToLeft ? right : left, y: (cell.top + cell.bottom) / 2 })
    const middle = (Math.max(cell.left, left) + Math.min(cell.right, right)) / 2
    put(column, { x: middle, y: table.top }, middle > left && middle < right)
    const corner = isRightToLeft ? cell.left + 11 : cell.right - 11
    // On the line above the cell, where it covers no word.
    put(cells, { x: corner, y: cell.top }, isSelected(at) && corner > left && corner < right)
    put(addRow, { x: left, y: table.bottom + gap })
    addRow.style.setProperty('width', `${Math.round(right - left)}px`)
    const outside = isRightToLeft ? left - gap - bar : right + gap
    put(addColumn, { x: outside, y: table.top }, outside >= 0 && outside + bar <= room.right)
    addColumn.style.setProperty('height', `${Math.round(table.bottom - table.top)}px`)
    const { left: hostLeft } = host.getBoundingClientRect()
    edge.show({ cell, table, left, right, isRightToLeft, x: (pointer?.x ?? 0) - hostLeft, place: at })
  }

  function isSelected({ cell }: CellPlace): boolean {
    const { selection } = view.state
    if (selection instanceof CellSelection)
      return selection.ranges.some(({ $from }) => $from.pos - 1 === cell)
    const node = view.state.doc.nodeAt(cell)
    return node !== null && selection.from > cell && selection.to < cell + node.nodeSize
  }

  function select(part: TablePart, at: CellPlace): void {
    const { doc, selection, tr } = view.state
    if (part === 'cells') return
    const $cell = doc.resolve(at.cell)
    const wanted = part === 'row' ? CellSelection.rowSelection($cell) : CellSelection.colSelection($cell)
    // Several rows (or columns) that are selected stay so, when the handle is at one of them.
    const isOn =
      selection instanceof CellSelection &&
      (part === 'row' ? selection.isRowSelection() : selection.isColSelection()) &&
      selection.ranges.some(({ $from }) => $from.pos - 1 === at.cell)
    if (!isOn) view.dispatch(tr.setSelection(wanted))
  }

  function createDrag(axis: 'row' | 'column', handle: HTMLElement): LineDrag {
    return createLineDrag({
      view,
      host,
      axis,
      handle,
      mark,
      current() {
        const place = current()
        return element && place && { element, place }
      },
      select(at) {
        select(axis, at)
        const { top, bottom, left, right } = selectedRect(view.state)
        return axis === 'row' ? [top, bottom] : [left, right]
      },
      onEnd: soon,
    })
  }

  function openAt(part: TablePart, control: HTMLElement): void {
    const place = current()
    if (!place) return
    select(part, place)
    isMenuOpen = true
    control.setAttribute('aria-expanded', 'true')
    openTableMenu({
      view,
      menu,
      part,
      anchor: control,
      onClose() {
        isMenuOpen = false
        control.setAttribute('aria-expanded', 'false')
        soon()
      },
    })
  }

  function addAtEnd(command: 'addRowAfter' | 'addColumnAfter'): void {
    const before = current()
    if (!before) return
    writeIn(before, before.map.map.length - 1)
    tableCommands[command]()(view.state, view.dispatch, view)
    const now = current()
    // On with writing: at the start of the new row, at the head of the new column.
    if (now) writeIn(now, command === 'addRowAfter' ? now.map.map.length - now.map.width : now.map.width - 1)
    view.focus()
    soon()
  }

  function writeIn({ map, tableStart }: CellPlace, index: number): void {
    const { doc, tr } = view.state
    view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(tableStart + (map.map[index] ?? 0) + 1))))
  }

  row.addEventListener('click', () => rowDrag.takesClick() || openAt('row', row))
  column.addEventListener('click', () => columnDrag.takesClick() || openAt('column', column))
  cells.addEventListener('click', () => openAt('cells', cells))
  addRow.addEventListener('click', () => addAtEnd('addRowAfter'))
  addColumn.addEventListener('click', () => addAtEnd('addColumnAfter'))

  function soon(): void {
    frame ||= requestAnimationFrame(show)
  }

  function point(event: PointerEvent): void {
    // A finger that moves scrolls.
    if (event.pointerType === 'touch' ? event.type === 'pointermove' : event.buttons !== 0) return
    pointer = { x: event.clientX, y: event.clientY, target: event.target }
    soon()
  }

  function leave(): void {
    // A menu stands at its handle, and what is dragged is on its way.
    if (isMenuOpen || isDragging()) return
    pointer = undefined
    hide()
  }

  // A finger leaves whenever it is lifted.
  function onLeave(event: PointerEvent): void {
    if (event.pointerType !== 'touch') leave()
  }

  host.addEventListener('pointermove', point)
  host.addEventListener('pointerup', point)
  host.addEventListener('pointerleave', onLeave)
  view.dom.addEventListener('keydown', leave)
  view.dom.addEventListener('scroll', soon, true)
  document.defaultView?.addEventListener('resize', soon)

  return {
    point,
    update(before) {
      // What others do moves the table; the caret's cell has a button of its own.
      if (element && (before.doc !== view.state.doc || !before.selection.eq(view.state.selection))) soon()
    },
    destroy() {
      cancelAnimationFrame(frame)
      host.removeEventListener('pointermove', point)
      host.removeEventListener('pointerup', point)
      host.removeEventListener('pointerleave', onLeave)
      view.dom.removeEventListener('keydown', leave)
      view.dom.removeEventListener('scroll', soon, true)
      document.defaultView?.removeEventListener('resize', soon)
      edge.destroy()
      for (const control of controls) control.remove()
    },
  }

  function button(className: string, label: MessageKey, icon: IconName): HTMLButtonElement {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = `stet-table-control ${className}`
    // The keyboard has the table menu.
    made.tabIndex = -1
    made.setAttribute('aria-label', translate(label))
    made.title = translate(label)
    made.append(createIcon(document, icon))
    made.addEventListener('mousedown', (event) => event.preventDefault())
    return made
  }
}

function put(
  element: HTMLElement,
  { x, y }: { readonly x: number; readonly y: number },
  isShown = true,
): void {
  element.hidden = !isShown
  element.style.setProperty('left', `${Math.round(x)}px`)
  element.style.setProperty('top', `${Math.round(y)}px`)
}
