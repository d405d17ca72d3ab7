// The menu of a block: turn it into another kind, move, double or delete it, copy a link to it. Opened from the handle
// beside the block, or by its keys; the blocks are the selected ones.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import { canRun, runAction } from '../../actions/action.ts'
import { isApplePlatform, shownKeys } from '../../ui/keys.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { openMenu } from '../../ui/menu.ts'
import type { Anchor } from '../../ui/place.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import type { Feature } from '../feature.ts'
import { blockCommands } from './block-commands.ts'
import { blockHandle } from './block-handle.ts'
import { blockLink } from './block-link.ts'
import { draggedBlocks } from './dragged-blocks.ts'

const turnInto = [
  'setParagraph',
  'setHeading1',
  'setHeading2',
  'setHeading3',
  'toggleBulletList',
  'toggleOrderedList',
  'toggleTaskList',
  'toggleQuote',
  'toggleCodeBlock',
] as const
const onBlock = ['moveBlockUp', 'moveBlockDown', 'copyBlockLink', 'duplicateBlock', 'deleteBlock'] as const

export function blockMenu(menu: MenuContext): Feature {
  const open: Command = (_state, dispatch, view) => {
    if (dispatch && view) openBlockMenu(view, menu, selectionAnchor(view))
    return true
  }
  const copyLink: Command = (state, dispatch) => {
    const link = blockLink(state, menu.host.ownerDocument.location.href)
    if (link === undefined) return false
    if (dispatch)
      void menu.host.ownerDocument.defaultView?.navigator.clipboard?.writeText(link).catch(() => undefined)
    return true
  }
  const { moveBlockUp, moveBlockDown, duplicateBlock, deleteBlock } = blockCommands
  const actions: readonly Action[] = [
    {
      id: 'moveBlockUp',
      label: 'moveBlockUp',
      icon: 'up',
      group: 'groupText',
      keys: 'Alt-Shift-ArrowUp',
      command: moveBlockUp(),
    },
    {
      id: 'moveBlockDown',
      label: 'moveBlockDown',
      icon: 'down',
      group: 'groupText',
      keys: 'Alt-Shift-ArrowDown',
      command: moveBlockDown(),
    },
    {
      id: 'duplicateBlock',
      label: 'duplicateBlock',
      icon: 'duplicate',
      group: 'groupText',
      keys: 'Mod-D',
      command: duplicateBlock(),
    },
    {
      id: 'deleteBlock',
      label: 'deleteBlock',
      icon: 'trash',
      group: 'groupText',
      keys: 'Mod-Shift-Backspace',
      command: deleteBlock(),
    },
    { id: 'copyBlockLink', label: 'copyBlockLink', icon: 'link', group: 'groupText', command: copyLink },
    {
      id: 'openBlockMenu',
      label: 'openBlockMenu',
      icon: 'grip',
      group: 'groupText',
      keys: 'Mod-Alt-M',
      command: open,
    },
  ]
  return {
    name: 'block-menu',
    keys: {
      'Alt-Shift-ArrowUp': moveBlockUp(),
      'Alt-Shift-ArrowDown': moveBlockDown(),
      'Mod-d': duplicateBlock(),
      'Mod-Shift-Backspace': deleteBlock(),
      'Mod-Alt-m': open,
    },
    plugins: [draggedBlocks(), blockHandle(menu, (view, anchor) => openBlockMenu(view, menu, anchor))],
    actions,
  }
}

function openBlockMenu(view: EditorView, { host, translate, actions }: MenuContext, anchor: Anchor): void {
  const isApple = isApplePlatform()
  const items = (ids: readonly string[], isChoice: boolean): readonly MenuItem[] =>
    ids.flatMap((id) => {
      const action = actions().get(id)
      return action && canRun(view, action) ? [toItem(action, isChoice)] : []
    })

  function toItem(action: Action, isChoice: boolean): MenuItem {
    return {
      label: translate(action.label),
      icon: action.icon,
      danger: action.id === 'deleteBlock',
      ...(action.keys === undefined ? {} : { hint: shownKeys(action.keys, isApple) }),
      ...(isChoice ? { checked: action.isActive?.(view.state) === true } : {}),
      run: () => void runAction(view, action),
    }
  }

  openMenu({
    host,
    label: translate('blockMenu'),
    groups: [{ items: items(onBlock, false) }, { name: translate('turnInto'), items: items(turnInto, true) }],
    anchor,
    onClose: () => {
      if (!view.isDestroyed) view.focus()
    },
  })
}
