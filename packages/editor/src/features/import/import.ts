// Bringing a file into the document: dropped onto the text it goes in where it was dropped, chosen from a menu at the caret.
// What others write while it is read moves the place along.
import type { Fragment } from 'prosemirror-model'
import { Slice } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { Plugin, PluginKey, Selection } from 'prosemirror-state'
import { dropPoint } from 'prosemirror-transform'
import type { EditorView } from 'prosemirror-view'
import { blockAttrs, isTextblock } from '../../state/blocks.ts'
import type { Translator } from '../../messages/translate.ts'
import type { Feature } from '../feature.ts'
import { describeImportError } from './import-error.ts'

/** Positions that wait for a file, by a number of their own. */
type Places = ReadonlyMap<number, number>

const key = new PluginKey<Places>('stet-import')
let lastPlace = 0

export interface FileImportOptions {
  readonly translate: Translator
  /** A dropped file could not be read; the message is for a person. */
  readonly onError: (error: Error) => void
  /** Another feature brings these in. */
  readonly isTaken?: (file: File) => boolean
}

export function fileImport({ translate, onError, isTaken = () => false }: FileImportOptions): Feature {
  return {
    name: 'import',
    plugins: [
      new Plugin<Places>({
        key,
        state: { init: () => new Map(), apply: movePlaces },
        props: {
          handleDrop(view, event) {
            const dropped = [...(event.dataTransfer?.files ?? [])]
            const files = dropped.filter((file) => !isTaken(file))
            if (!view.editable || files.length === 0) return false
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
            // Also those that cannot be read, which are told: left to the browser, they would be opened in place of the page.
            event.preventDefault()
            void importAll(view, files, at ?? view.state.selection.to)
            return files.length === dropped.length
          },
        },
      }),
    ],
  }

  async function importAll(view: EditorView, files: readonly File[], at: number): Promise<void> {
    // From the last to the first, all at one place: they come to stand in their order.
    for (const file of files.toReversed()) {
      try {
        await importFile(view, file, at)
      } catch (error) {
        onError(describeImportError(error, { translate, name: file.name }))
      }
    }
  }
}

/** Puts the file's content in at `at`, in one step of the history. Rejects with an ImportError. */
export async function importFile(view: EditorView, file: File, at: number): Promise<void> {
  const id = (lastPlace += 1)
  view.dispatch(view.state.tr.setMeta(key, { add: id, at }).setMeta('addToHistory', false))
  const { readFile } = await import('./read-file.ts')
  try {
    const content = await readFile(view.state.schema, file)
    const place = key.getState(view.state)?.get(id)
    if (!view.isDestroyed && view.editable && place !== undefined) insertBlocks(view, content, place)
  } finally {
    if (!view.isDestroyed)
      view.dispatch(view.state.tr.setMeta(key, { remove: id }).setMeta('addToHistory', false))
  }
}

function insertBlocks(view: EditorView, content: Fragment, at: number): void {
  if (content.size === 0) return
  const { state } = view
  const tr = state.tr
  const { from, to } = placeFor(state, content, at)
  tr.replaceWith(from, to, content)
  const end = from + content.size
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1))
  view.dispatch(tr.scrollIntoView().setMeta('uiEvent', 'drop'))
  view.focus()
}

/** Between blocks, or instead of the empty paragraph that waits there for words. */
function placeFor({ doc }: EditorState, content: Fragment, at: number): { from: number; to: number } {
  const $at = doc.resolve(Math.min(at, doc.content.size))
  const { parent, depth } = $at
  if (
    depth > 0 &&
    isTextblock(parent) &&
    parent.content.size === 0 &&
    blockAttrs(parent).kind === 'paragraph'
  )
    return { from: $at.before(), to: $at.after() }
  const place = dropPoint(doc, $at.pos, new Slice(content, 0, 0)) ?? doc.content.size
  return { from: place, to: place }
}

function movePlaces(tr: Transaction, places: Places): Places {
  const meta = tr.getMeta(key) as
    | { readonly add?: number; readonly at?: number; readonly remove?: number }
    | undefined
  if (meta === undefined && (places.size === 0 || !tr.docChanged)) return places
  const moved = new Map([...places].map(([id, at]) => [id, tr.mapping.map(at)] as const))
  if (meta?.add !== undefined && meta.at !== undefined) moved.set(meta.add, meta.at)
  if (meta?.remove !== undefined) moved.delete(meta.remove)
  return moved
}
