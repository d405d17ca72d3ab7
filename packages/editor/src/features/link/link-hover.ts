// Links on a page with menus. The code of a link's card is loaded when a mouse or a finger first comes to a link.
import { Plugin } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { autoLinkOnEnter } from './auto-link.ts'
import { linkAt, linkCommands } from './link-commands.ts'
import type { LinkCard } from './link-card.ts'
import type { LinkPopover } from './link-popover.ts'

export function linkMenus(menu: MenuContext, popover: LinkPopover): Feature {
  const openForm: Command = (state, dispatch, view) => {
    if (!linkCommands.setLink({ href: 'https://a.example' })(state)) return false
    if (dispatch && view) popover.open(view)
    return true
  }
  return {
    name: 'link-menus',
    keys: { 'Mod-k': openForm },
    actions: [
      {
        id: 'link',
        label: 'link',
        icon: 'link',
        group: 'groupMarks',
        keys: 'Mod-K',
        command: openForm,
        isActive: (state) => linkAt(state) !== undefined,
      },
    ],
    // Before the keys: Enter links, and then does what it does.
    menuPlugins: [autoLinkOnEnter(menu.undoSteps)],
    plugins: [linkHover(menu, popover)],
  }
}

function linkHover(menu: MenuContext, popover: LinkPopover): Plugin {
  let card: LinkCard | undefined
  let loading: Promise<LinkCard | undefined> | undefined

  async function load(view: EditorView): Promise<LinkCard | undefined> {
    const { createCard } = await import('./link-card.ts')
    card ??= view.isDestroyed ? undefined : createCard(view, menu, popover)
    return card
  }

  /** With the card; without a delay when it is there already. */
  async function tell(view: EditorView, event: Event, act: (card: LinkCard) => void): Promise<void> {
    const isLink = event.target instanceof Element && event.target.closest('a[href]') !== null
    if (card) act(card)
    else if (isLink) {
      loading ??= load(view)
      // Offline, and never loaded before: Ctrl-K still works.
      const loaded = await loading.catch(() => undefined)
      if (loaded) act(loaded)
    }
  }

  return new Plugin({
    props: {
      handleDOMEvents: {
        pointerover(view, event) {
          void tell(view, event, (shown) => shown.onOver(event))
        },
        click(view, event) {
          void tell(view, event, (shown) => shown.onClick(event))
        },
      },
    },
    view: () => ({
      update: (_view, before) => card?.update(before),
      destroy() {
        card?.destroy()
        card = undefined
      },
    }),
  })
}
