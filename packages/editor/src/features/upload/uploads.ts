// Pictures from files: picked, pasted or dropped, several at once, each shown at its place while it is on its way.
import { Plugin } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { EditorView } from 'prosemirror-view'
import type { Feature } from '../feature.ts'
import type { PendingUploads } from './pending-uploads.ts'
import {
  addUploads,
  applyToPending,
  nearestPlace,
  pendingUploads,
  pendingUploadsKey,
  placeAtSelection,
} from './pending-uploads.ts'
import { isAboutPictures, picturesIn, pictureTypes } from './picture-files.ts'
import type { RunUploadsOptions } from './run-uploads.ts'
import type { UploadRunner } from './run-uploads.ts'

let lastId = 0

/** After the page has started, which has better things to load until then. */
const loadAfterMs = 3000

export function uploads(options: RunUploadsOptions): Feature {
  return {
    name: 'uploads',
    plugins: [uploadsPlugin(options)],
  }
}

/** Sends these files, and puts the pictures at `pos` when they are there. */
export function uploadPictures(view: EditorView, files: readonly File[], pos: number): void {
  add(
    view,
    files.map((file) => ({ id: (lastId += 1), file, pos, replaces: false })),
  )
}

/** Asks for another picture in place of the one at `pos`. */
export function replacePicture(view: EditorView, pos: number): void {
  askForFiles(view, { multiple: false }, ([file]) => {
    if (file) add(view, [{ id: (lastId += 1), file, pos, replaces: true }])
  })
}

export const pickPictures: Command = (state, dispatch, view) => {
  if (dispatch && view) {
    askForFiles(view, { multiple: true }, (files) => {
      uploadPictures(view, files, placeAtSelection(view.state))
      view.focus()
    })
  }
  return state.schema.nodes['figure'] !== undefined
}

function add(view: EditorView, added: PendingUploads): void {
  if (view.isDestroyed || !view.editable || added.length === 0) return
  view.dispatch(addUploads(view.state.tr, added))
}

function askForFiles(
  view: EditorView,
  { multiple }: { readonly multiple: boolean },
  use: (files: readonly File[]) => void,
): void {
  const input = view.dom.ownerDocument.createElement('input')
  input.type = 'file'
  input.accept = pictureTypes.join(',')
  input.multiple = multiple
  input.addEventListener('change', () => use([...(input.files ?? [])]))
  input.click()
}

function uploadsPlugin(options: RunUploadsOptions): Plugin<PendingUploads> {
  let runner: UploadRunner | undefined
  return new Plugin<PendingUploads>({
    key: pendingUploadsKey,
    state: {
      init: () => [],
      apply: (tr, pending) => applyToPending(pending, tr),
    },
    view(view) {
      let running: ReturnType<UploadRunner['start']> | undefined
      let isLoading = false
      // Before it is needed: a picture that is dropped on a train should not have to wait for it.
      const timer = setTimeout(() => void load(), loadAfterMs)

      // Until it is there the files wait in the state of this plugin.
      async function load(): Promise<void> {
        if (running || isLoading) return
        isLoading = true
        try {
          const { UploadRunner } = await import('./run-uploads.ts')
          if (view.isDestroyed) return
          runner = new UploadRunner(options)
          running = runner.start(view)
          if (pendingUploads(view.state).length > 0) view.dispatch(view.state.tr)
        } catch {
          // The next change, or the next picture, asks again.
        } finally {
          isLoading = false
        }
      }

      return {
        update() {
          if (running) running.update()
          else if (pendingUploads(view.state).length > 0) void load()
        },
        destroy() {
          clearTimeout(timer)
          running?.destroy()
        },
      }
    },
    props: {
      decorations(state) {
        const pending = pendingUploads(state)
        const { cardOf } = runner ?? {}
        if (pending.length === 0 || !cardOf) return null
        return DecorationSet.create(
          state.doc,
          pending.map((upload, index) =>
            Decoration.widget(upload.pos, () => cardOf(upload), {
              key: `stet-upload-${upload.id}`,
              side: -pending.length + index,
              ignoreSelection: true,
              stopEvent: () => true,
            }),
          ),
        )
      },
      handlePaste(view, event) {
        const data = event.clipboardData
        const files = picturesIn(data)
        if (!data || files.length === 0 || !isAboutPictures(data)) return false
        uploadPictures(view, files, placeAtSelection(view.state))
        return true
      },
      handleDrop(view, event) {
        const files = picturesIn(event.dataTransfer)
        if (files.length === 0) return false
        event.preventDefault()
        uploadPictures(view, files, placeUnder(view, event))
        view.focus()
        return true
      },
    },
  })
}

/** Above or below the block under the pointer, by its middle. */
function placeUnder(view: EditorView, { clientX: left, clientY: top }: DragEvent): number {
  const { doc } = view.state
  const found = view.posAtCoords({ left, top })
  if (!found) return doc.content.size
  const $pos = doc.resolve(found.inside >= 0 ? found.inside + 1 : found.pos)
  if (!$pos.parent.inlineContent) return nearestPlace(doc, $pos.pos)
  const shown = view.nodeDOM($pos.before())
  const frame = shown instanceof Element ? shown.getBoundingClientRect() : undefined
  const isAbove = frame !== undefined && top < frame.top + frame.height / 2
  return nearestPlace(doc, isAbove ? $pos.before() : $pos.after())
}
