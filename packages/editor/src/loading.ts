// What is in the editor's place until the document is there: grey lines, and after a while of no contact, why. Never an
// empty page one could type into: it would look as if everything were lost.
import type { DocumentConnection } from '@stet/client'
import type { FirstTranslator } from './messages/first-words.ts'

/** Shows the loading state in `root`. Returns the way to take it away. */
export function showLoading(
  root: HTMLElement,
  connection: DocumentConnection,
  translate: FirstTranslator,
): () => void {
  const document = root.ownerDocument
  const element = document.createElement('div')
  element.className = 'stet-loading'
  element.setAttribute('role', 'status')
  const words = document.createElement('p')
  words.className = 'stet-loading-words'
  element.append(words)
  for (let line = 0; line < 5; line += 1) {
    const bar = document.createElement('div')
    bar.className = 'stet-loading-line'
    element.append(bar)
  }
  root.setAttribute('aria-busy', 'true')
  root.append(element)
  const off = connection.on('status', show)
  show()
  return () => {
    off()
    element.remove()
    root.removeAttribute('aria-busy')
  }

  function show(): void {
    const { state, error } = connection.status
    root.dataset['stetStatus'] = state
    // The status's own sentence for "offline" says that one can go on writing; here there is nothing yet to write in.
    if (error) words.textContent = error.message
    else if (state === 'offline') words.textContent = translate('openingOffline')
    else words.textContent = translate('opening')
  }
}
