// Links: an address pasted over selected text links that text, Ctrl-click follows. On a page with menus (link-hover.ts)
// Ctrl-K opens a form for the address.
import { safeHref } from '@stet/document'
import { Plugin } from 'prosemirror-state'
import type { Feature } from '../feature.ts'
import { autoLinkRule } from './auto-link.ts'
import { linkCommands } from './link-commands.ts'
import { linkTarget } from './link-target.ts'

export function links(): Feature {
  return {
    name: 'link',
    // Ctrl-K is the browser's where no link can be: never let it out of the text.
    keys: { 'Mod-k': () => true },
    inputRules: [autoLinkRule],
    plugins: [
      linkTarget(),
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
