// The DOM of one remote caret: an empty span in the text flow, so that it takes no width and shifts nothing, with the
// name flag inside. What it looks like is the style sheet's business:
//
//   .stet-caret[data-stet-caret="<clientId>"]   position: relative, zero width; --stet-caret-color is set on it
//   .stet-caret-flag                            the name
//   .stet-caret-moved                           on the caret for a moment after it moved: show the flag
//   .stet-caret-blurred                         the person is elsewhere: dim it

import type { RemoteCursor } from './presence.ts'

export function createCaret(document: Document): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'stet-caret'
  caret.contentEditable = 'false'
  // Screen readers would read the name into the sentence, at every movement.
  caret.setAttribute('aria-hidden', 'true')
  const flag = document.createElement('span')
  flag.className = 'stet-caret-flag'
  caret.append(flag)
  return caret
}

export function updateCaret(caret: HTMLElement, cursor: RemoteCursor, moved: boolean): void {
  caret.dataset['stetCaret'] = String(cursor.clientId)
  // A custom property through CSSOM: no style text is parsed, and a strict Content-Security-Policy allows it.
  caret.style.setProperty('--stet-caret-color', cursor.color)
  caret.classList.toggle('stet-caret-blurred', cursor.blurred)
  caret.classList.toggle('stet-caret-moved', moved)
  const flag = caret.firstElementChild
  if (flag !== null && flag.textContent !== cursor.name) flag.textContent = cursor.name
}
