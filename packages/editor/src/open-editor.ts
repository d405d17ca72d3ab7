// How every door makes an editor: the options are checked, the document is waited for, and the parts are put into the page.
import type { DocumentConnection } from '@stet/client'
import { checkOptions } from './check-options.ts'
import type { Editor } from './editor.ts'
import type { Menus } from './menus.ts'
import { loadTranslator } from './messages/load.ts'
import { isRightToLeft } from './messages/words.ts'
import { mountEditor } from './mount-editor.ts'
import type { EditorOptions } from './options.ts'
import type { Source } from './given-source.ts'

export interface Door {
  /** What stands around the text; undefined: nothing. */
  readonly menus: Menus | undefined
  openSource(options: EditorOptions): Source
}

/** What createEditor says of itself. */
export async function openEditor(element: HTMLElement, options: EditorOptions, door: Door): Promise<Editor> {
  checkOptions(element, options)
  options.signal?.throwIfAborted()
  const translate = await loadTranslator(element, options)
  options.signal?.throwIfAborted()
  const source = door.openSource(options)
  const root = element.ownerDocument.createElement('div')
  root.className = 'stet-editor'
  // Buttons and menus are in this language; which way a block of the text is written, it says itself.
  root.lang = translate.locale
  root.dir = isRightToLeft(translate.locale) ? 'rtl' : 'ltr'
  element.append(root)
  try {
    const { connection } = source
    if (connection) {
      const hide = door.menus?.showLoading(root, connection, translate)
      try {
        await untilReady(connection, options.signal)
      } finally {
        hide?.()
      }
    }
    return mountEditor({ root, source, options, translate, menus: door.menus })
  } catch (error) {
    root.remove()
    source.release()
    throw error
  }
}

async function untilReady(connection: DocumentConnection, signal: AbortSignal | undefined): Promise<void> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  try {
    await Promise.race([connection.ready, aborted.promise])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
