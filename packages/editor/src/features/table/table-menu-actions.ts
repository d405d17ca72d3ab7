// The doors to what is only loaded when a table is made or touched: the size picker, the menus, and the handles.
import type { Command, EditorState } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import { isInTable } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import type { Feature } from '../feature.ts'
import { insertTable } from './insert-table.ts'
import { tableActions } from './table-actions.ts'
import type { TableControls } from './table-controls.ts'

const menuKey = 'Mod-Alt-g'

function openMenu(menu: MenuContext): Command {
  return (state, dispatch, view) => {
    if (!isInTable(state)) return false
    if (dispatch && view) {
      void import('./table-menus.ts')
        .then(({ openTableMenu }) =>
          openTableMenu({ view, menu, part: 'cells', anchor: selectionAnchor(view) }),
        )
        .catch(unloaded)
    }
    return true
  }
}

function chooseSize(menu: MenuContext): Command {
  return (state, dispatch, view) => {
    if (!insertTable()(state)) return false
    if (dispatch && view) {
      // Opened by the toolbar's button, it stands below that.
      const button = menu.host.querySelector('[data-stet-tool="chooseTableSize"]')
      const isPressed = button !== null && button.matches(':hover, :focus')
      void import('./size-picker.ts')
        .then(({ openSizePicker }) => openSizePicker(view, menu, isPressed ? button : selectionAnchor(view)))
        .catch(unloaded)
    }
    return true
  }
}

// A page that has lost its network: nothing opens, and the next try loads anew.
function unloaded(): void {}

export function tableMenus(menu: MenuContext): Feature {
  return {
    name: 'table-menus',
    keys: { [menuKey]: openMenu(menu) },
    plugins: [tablePointer(menu)],
    actions: [...tableActions, ...tableMenuActions(menu)],
  }
}

function tableMenuActions(menu: MenuContext): readonly Action[] {
  return [
    {
      id: 'chooseTableSize',
      label: 'chooseTableSize',
      icon: 'table',
      group: 'groupInsert',
      keywords: 'insertTableWords',
      command: chooseSize(menu),
    },
    {
      id: 'openTableMenu',
      label: 'openTableMenu',
      icon: 'table',
      group: 'groupTable',
      keys: 'Mod-Alt-G',
      command: openMenu(menu),
    },
  ]
}

/** Loads the handles when a pointer comes to the first table. */
function tablePointer(menu: MenuContext): Plugin {
  return new Plugin({
    view(view) {
      let controls: TableControls | undefined
      let isLoading = false
      let isDestroyed = false

      function onPointer(event: PointerEvent): void {
        if (!view.editable || isLoading || controls) return
        if (!(event.target instanceof Element) || !event.target.closest('.stet-table')) return
        void load(event)
      }

      async function load(event: PointerEvent): Promise<void> {
        isLoading = true
        try {
          const { createTableControls } = await import('./table-controls.ts')
          if (isDestroyed) return
          controls = createTableControls(view, menu)
          controls.point(event)
        } catch {
          // A page that has lost its network: the next move of the pointer tries again.
        }
        isLoading = false
      }

      // The menus are there before somebody in a table asks for them, perhaps without a network by then.
      let isWarm = false
      function warm(): void {
        isWarm = true
        import('./table-menus.ts').catch(() => {
          isWarm = false
        })
      }

      view.dom.addEventListener('pointerover', onPointer)
      return {
        update(_view: EditorView, before: EditorState) {
          controls?.update(before)
          if (!isWarm && view.editable && isInTable(view.state)) warm()
        },
        destroy() {
          isDestroyed = true
          view.dom.removeEventListener('pointerover', onPointer)
          controls?.destroy()
        },
      }
    },
  })
}
