// The way into the toolbar by keyboard.
import { Plugin } from 'prosemirror-state'

/** Alt-F10 moves the focus into the toolbar. */
export function toolbarKey(focusToolbar: () => void): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (event.key !== 'F10' || !event.altKey) return false
        focusToolbar()
        return true
      },
    },
  })
}
