// What is shown when the document holds content that this version of the editor does not know. The binding has stopped, so
// that nothing of it is deleted; the words are shown as plain text, for reading, with the reason above them.
import { documentFromYjs, toText } from '@stet/document'
import type { Doc } from 'yjs'
import type { Translator } from './messages/translate.ts'

export interface UnknownContentOptions {
  readonly root: HTMLElement
  readonly page: HTMLElement
  readonly doc: Doc
  readonly translate: Translator
}

export interface UnknownContentView {
  /** In place of the page, until `hide`. */
  show(): void
  hide(): void
}

/** Shows the notice in `root` in place of `page`. */
export function createUnknownContentView(options: UnknownContentOptions): UnknownContentView {
  const { root, page, doc, translate } = options
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
    show() {
      if (shown) return
      shown = createNotice(root.ownerDocument, translate)
      refresh()
      root.append(shown.element)
      page.hidden = true
      doc.on('update', onUpdate)
    },
    hide() {
      if (!shown) return
      doc.off('update', onUpdate)
      cancelAnimationFrame(frame)
      frame = 0
      shown.element.remove()
      shown = undefined
      page.hidden = false
    },
  }
}

function createNotice(
  document: Document,
  translate: Translator,
): { readonly element: HTMLElement; readonly text: HTMLElement } {
  const element = document.createElement('section')
  element.className = 'stet-notice'
  element.setAttribute('aria-label', translate('readOnly'))
  const reason = document.createElement('p')
  reason.className = 'stet-notice-words'
  reason.setAttribute('role', 'status')
  reason.textContent = translate('unknownContent')
  const text = document.createElement('pre')
  text.className = 'stet-notice-text'
  text.tabIndex = 0
  text.setAttribute('aria-label', translate('unknownContentText'))
  element.append(reason, text)
  return { element, text }
}
