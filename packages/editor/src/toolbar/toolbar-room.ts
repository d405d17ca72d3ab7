// The room of the toolbar before it comes: so the text does not move when it does.
import type { EditorOptions } from '../options.ts'

export function keepToolbarRoom(root: HTMLElement, { readonly, toolbar }: EditorOptions): void {
  if (readonly === true || toolbar === false) return
  const room = root.ownerDocument.createElement('div')
  room.className = 'stet-toolbar stet-toolbar-room'
  root.prepend(room)
}
