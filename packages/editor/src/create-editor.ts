// createEditor: the door for pages that embed the editor.
import type { DocumentConnection } from '@stet/client'
import type { Editor } from './editor.ts'
import { showLoading } from './loading.ts'
import { loadTranslator } from './messages/load.ts'
import type { Translator } from './messages/translate.ts'
import { isRightToLeft } from './messages/words.ts'
import { mountEditor } from './mount-editor.ts'
import type { EditorOptions } from './options.ts'
import { checkOptions } from './options.ts'
import { openSource } from './source.ts'

/**
 * Puts an editor into `element` and resolves when the document is there and can be edited. Until then the element shows
 * that it is loading. Rejects with a TypeError that says what to change when an option is wrong, with the connection's
 * error when the document cannot be had, and with the signal's reason when `options.signal` is aborted; in each case
 * nothing is left behind.
 */
export async function createEditor(element: HTMLElement, options: EditorOptions = {}): Promise<Editor> {
  checkOptions(element, options)
  options.signal?.throwIfAborted()
  const translate = await loadTranslator(element, options)
  options.signal?.throwIfAborted()
  const source = openSource(options)
  const root = element.ownerDocument.createElement('div')
  root.className = 'stet-editor'
  // Buttons and menus are in this language; which way a block of the text is written, it says itself.
  root.lang = translate.locale
  root.dir = isRightToLeft(translate.locale) ? 'rtl' : 'ltr'
  element.append(root)
  try {
    if (source.connection) await untilReady(root, source.connection, translate, options.signal)
    return mountEditor({ root, source, options, translate })
  } catch (error) {
    root.remove()
    source.release()
    throw error
  }
}

async function untilReady(
  root: HTMLElement,
  connection: DocumentConnection,
  translate: Translator,
  signal: AbortSignal | undefined,
): Promise<void> {
  const hide = showLoading(root, connection, translate)
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  try {
    await Promise.race([connection.ready, aborted.promise])
  } finally {
    signal?.removeEventListener('abort', abort)
    hide()
  }
}
