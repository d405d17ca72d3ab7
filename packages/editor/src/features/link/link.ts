// Links: Ctrl-K opens the address form, an address pasted over selected text links that text, Ctrl-click follows.
import { safeHref } from '@stet/document'
import { chainCommands } from 'prosemirror-commands'
import { Plugin } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { autoLinkOnEnter, autoLinkRule } from './auto-link.ts'
import { linkHover } from './link-hover.ts'
import { linkAt, linkCommands } from './link-commands.ts'
import type { LinkPopover } from './link-popover.ts'
import { linkTarget } from './link-target.ts'

export interface LinksOptions {
  readonly popover: LinkPopover
  readonly menu: MenuContext | undefined
}

export function links({ popover, menu }: LinksOptions): Feature {
  const openForm: Command = (state, dispatch, view) => {
    if (!linkCommands.setLink({ href: 'https://a.example' })(state)) return false
    if (dispatch && view) popover.open(view)
    return true
  }
  return {
    name: 'link',
    // Ctrl-K is the browser's where no link can be: never let it out of the text.
    keys: { 'Mod-k': chainCommands(openForm, () => true) },
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
    inputRules: [autoLinkRule],
    // Before the keys: Enter links, and then does what it does.
    menuPlugins: menu ? [autoLinkOnEnter(menu.undoSteps)] : [],
    plugins: [
      linkTarget(),
      ...(menu ? [linkHover(menu, popover)] : []),
      new Plugin({
        props: {
          handlePaste(view, event) {
            const text = event.clipboardData?.getData('text/plain').trim() ?? ''
            const { empty, $from, $to } = view.state.selection
            if (empty || !$from.sameParent($to) || !/^(?:https?:\/\/|mailto:)\S+$/i.test(text)) return false
            return linkCommands.setLink({ href: text })(view.state, view.dispatch)
          },
          handleClick(view, _pos, event) {
            const anchor = event.target instanceof Element ? event.target.closest('a[href]') : null
            if (!anchor || (view.editable && !event.metaKey && !event.ctrlKey)) return false
            const href = safeHref(anchor.getAttribute('href'))
            if (href === undefined) return false
            window.open(href, '_blank', 'noopener,noreferrer')
            return true
          },
        },
      }),
    ],
  }
}
