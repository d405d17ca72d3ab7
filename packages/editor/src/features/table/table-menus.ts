// The menus of a table: of its rows, of its columns, and of everything at the selection. They show what can be done there
// and leave out what cannot.
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import { canRun } from '../../actions/action.ts'
import { isApplePlatform, shownKeys } from '../../ui/keys.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { MenuGroup, MenuItem } from '../../ui/menu.ts'
import { openMenu } from '../../ui/menu.ts'
import type { Anchor, Placement } from '../../ui/place.ts'

export type TablePart = 'row' | 'column' | 'cells'

const rowItems = ['addRowBefore', 'addRowAfter', 'moveRowUp', 'moveRowDown', 'duplicateRow', 'deleteRow']
const columnItems = [
  'addColumnBefore',
  'addColumnAfter',
  'moveColumnLeft',
  'moveColumnRight',
  'duplicateColumn',
  'deleteColumn',
]
const cellItems = ['mergeCells', 'splitCell', 'clearCells']
const alignItems = ['alignCellsLeft', 'alignCellsCenter', 'alignCellsRight']
const widthItems = ['widenColumn', 'narrowColumn', 'resetColumns']

export interface TableMenuOptions {
  readonly view: EditorView
  readonly menu: MenuContext
  readonly part: TablePart
  readonly anchor: Anchor
  readonly placement?: Placement
  readonly onClose?: () => void
}

/** Opens the menu for the selection. */
export function openTableMenu(options: TableMenuOptions): void {
  const { view, menu, part, anchor, placement, onClose } = options
  const { host, translate, actions } = menu
  const isApple = isApplePlatform()

  const items = (ids: readonly string[]): readonly MenuItem[] =>
    ids.flatMap((id) => {
      const action = actions().get(id)
      return action && canRun(view, action) ? [toItem(action)] : []
    })

  function toItem(action: Action): MenuItem {
    return {
      label: translate(action.label),
      icon: action.icon,
      danger: action.icon === 'trash',
      ...(action.keys === undefined ? {} : { hint: shownKeys(action.keys, isApple) }),
      ...(action.isActive ? { toggled: action.isActive(view.state) } : {}),
      // The selection is the one the menu was opened for; the page may show only a caret of it.
      run: () => void action.command(view.state, view.dispatch, view),
    }
  }

  const groups: Readonly<Record<TablePart, readonly MenuGroup[]>> = {
    row: [{ items: items(rowItems) }, { items: items(['toggleHeaderRow', ...cellItems]) }],
    column: [
      { items: items(columnItems) },
      { items: items(['toggleHeaderColumn', ...alignItems]) },
      { items: items([...widthItems, ...cellItems]) },
    ],
    cells: [
      { name: translate('cellsMenu'), items: items([...cellItems, ...alignItems]) },
      { name: translate('rowMenu'), items: items([...rowItems, 'toggleHeaderRow']) },
      { name: translate('columnMenu'), items: items([...columnItems, 'toggleHeaderColumn', ...widthItems]) },
    ],
  }
  const labels = { row: 'rowMenu', column: 'columnMenu', cells: 'openTableMenu' } as const
  openMenu({
    host,
    label: translate(labels[part]),
    groups: [...groups[part], { items: items(['deleteTable']) }],
    anchor,
    ...(placement === undefined ? {} : { placement }),
    onClose: () => {
      onClose?.()
      if (!view.isDestroyed) view.focus()
    },
  })
}
