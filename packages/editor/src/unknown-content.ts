// What is shown when the document holds content that this version of the editor does not know. The binding has stopped, so
// that nothing of it is deleted; the words are shown as plain text, for reading, with the reason above them.
import { documentFromYjs, toText } from '@stet/document'
import type { Doc } from 'yjs'

export interface UnknownContentView {
  /** In place of the page, until `hide`. */
  show(): void
  hide(): void
  readonly isShown: boolean
}

/** Shows the notice in `root` in place of `page`. */
export function createUnknownContentView(root: HTMLElement, page: HTMLElement, doc: Doc): UnknownContentView {
  let shown: { readonly element: HTMLElement; readonly text: HTMLElement } | undefined
  let frame = 0

  function refresh(): void {
    frame = 0
    if (shown) shown.text.textContent = toText(documentFromYjs(doc))
  }
  // Others go on writing; their words are read here at most once a frame.
  function onUpdate(): void {
    frame ||= requestAnimationFrame(refresh)
  }

  return {
    get isShown() {
      return shown !== undefined
    },
    show() {
      if (shown) return
      shown = createNotice(root.ownerDocument)
      refresh()
      root.append(shown.element)
      page.hidden = true
      doc.on('update', onUpdate)
    },
    hide() {
      doc.off('update', onUpdate)
      cancelAnimationFrame(frame)
      frame = 0
      shown?.element.remove()
      shown = undefined
      page.hidden = false
    },
  }
}

function createNotice(document: Document): { readonly element: HTMLElement; readonly text: HTMLElement } {
  const element = document.createElement('section')
  element.className = 'stet-notice'
  element.setAttribute('aria-label', 'Read only')
  const reason = document.createElement('p')
  reason.className = 'stet-notice-words'
  reason.setAttribute('role', 'status')
  reason.textContent =
    'This document holds something this version of the editor does not know, probably made with a newer one. It is shown ' +
    'as plain text and cannot be changed here. Nothing in it was altered. Reload the page to get the newest version.'
  const text = document.createElement('pre')
  text.className = 'stet-notice-text'
  text.tabIndex = 0
  text.setAttribute('aria-label', 'Text of the document')
  element.append(reason, text)
  return { element, text }
}
