// How every door makes an editor: the options are checked, the document is waited for, its
// text is shown, and what can be done with it comes after.
import type { DocumentConnection } from '@stet/client'
import type { Node } from 'prosemirror-model'
import type { EditorView } from 'prosemirror-view'
import { checkOptions } from './check-options.ts'
import type { CoreEditor } from './editor.ts'
import type { HeldInput } from './hold-input.ts'
import { holdsOnlyText } from './holds-only-text.ts'
import type { FirstTranslator } from './messages/first-words.ts'
import { firstWords } from './messages/first-words.ts'
import { loadWords } from './messages/load.ts'
import { createWords, isRightToLeft } from './messages/words.ts'
import type { EditorOptions } from './options.ts'
import type { Source } from './given-source.ts'
import type { SecondPart, ShownText } from './show-text.ts'
import { showText } from './show-text.ts'

export interface Door {
  openSource(options: EditorOptions): Promise<Source>
  /** Fetches what can be done with the text, and what stands around it. */
  loadSecondPart(): Promise<SecondPart>
  /** What is typed before the second part is there, when that may be late. */
  readonly holdInput?: () => HeldInput
  /** What is in the editor's place until the document is there. Returns the way to take it away. */
  showLoading?(root: HTMLElement, connection: DocumentConnection, translate: FirstTranslator): () => void
  /** The toolbar comes with the second part; this keeps its place. */
  keepToolbarRoom?(root: HTMLElement, options: EditorOptions): void
}

/** What createEditor says of itself. */
export async function openEditor(
  element: HTMLElement,
  options: EditorOptions,
  door: Door,
): Promise<CoreEditor> {
  checkOptions(element, options)
  options.signal?.throwIfAborted()
  let second: SecondPart | undefined
  const loading = door.loadSecondPart().then((loaded) => (second = loaded))
  // A failure is met where it is waited for, which may be never.
  loading.catch(() => {})
  const words = await loadWords(element, options)
  options.signal?.throwIfAborted()
  const source = await door.openSource(options)
  const root = element.ownerDocument.createElement('div')
  root.className = 'stet-editor'
  // Buttons and menus are in this language; which way a block of the text is written, it says itself.
  root.lang = words.locale
  root.dir = isRightToLeft(words.locale) ? 'rtl' : 'ltr'
  element.append(root)
  const translate: FirstTranslator = createWords({
    locale: words.locale,
    source: firstWords,
    translation: words.messages,
  })
  let text: ShownText | undefined
  try {
    const { connection } = source
    if (connection) {
      const hide = door.showLoading?.(root, connection, translate)
      try {
        await orAborted(connection.ready, options.signal)
      } finally {
        hide?.()
      }
    }
    const isText = (options.features ?? []).length === 0 && holdsOnlyText(source.doc)
    if (!isText) await orAborted(loading, options.signal)
    text = showText({ root, source, options, words, translate, holdInput: door.holdInput }, second)
    if (!second) door.keepToolbarRoom?.(root, options)
    const { autofocus = false } = options
    if (autofocus === true || (autofocus === 'empty' && isWithoutWords(text.view.state.doc)))
      text.view.focus()
    await orAborted(loading, options.signal)
    await orAborted(untilComposed(text.view), options.signal)
    return text.finish(await loading)
  } catch (error) {
    if (text) text.destroy()
    else {
      root.remove()
      source.release()
    }
    throw error
  }
}

function isWithoutWords(doc: Node): boolean {
  return doc.textContent.trim() === '' && doc.children.every((block) => block.isTextblock)
}

/** A word that an input method is at is left alone. */
async function untilComposed(view: EditorView): Promise<void> {
  while (view.composing) {
    const { promise, resolve } = Promise.withResolvers<void>()
    // The view reads what was composed in the same turn, before us or after.
    view.dom.addEventListener('compositionend', () => setTimeout(resolve), { once: true })
    await promise
  }
}

async function orAborted<Value>(awaited: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal?.reason)
  signal?.throwIfAborted()
  signal?.addEventListener('abort', abort)
  try {
    return await Promise.race([awaited, aborted.promise])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
