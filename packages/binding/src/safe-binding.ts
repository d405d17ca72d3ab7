// safeBinding: everything an editor needs to share one Y.XmlFragment, for any ProseMirror schema and any provider.

import type { Command, Plugin } from 'prosemirror-state'
import type { Awareness } from 'y-protocols/awareness'
import type { UndoManager, XmlFragment } from 'yjs'
import { unknownContentPlugin } from './adaptive/adaptive-guard.ts'
import { cursorPlugin } from './cursors/cursors.ts'
import { browserFrames } from './cursors/frames.ts'
import type { Frames } from './cursors/frames.ts'
import type { Idle } from './self-check/idle.ts'
import { lateSelfCheck } from './self-check/late-self-check.ts'
import type { Divergence } from './self-check/self-check-view.ts'
import { SyncBinding } from './sync-binding.ts'
import type { ReportError } from './sync-binding.ts'
import { syncPlugin } from './sync.ts'
import { createUndoManager, redoCommand, undoCommand, undoPlugin } from './undo.ts'

export interface SafeBindingOptions {
  /** Shows the carets of others and publishes this editor's. Without it there are none. */
  readonly awareness?: Awareness
  /** When others' carets and changes are shown: the browser's animation frames by default. Tests hand in their own. */
  readonly frames?: Frames
  /**
   * Called when something could not be shown or written; the default writes to the console. Stage `paused` comes with an
   * UnknownContentError: the document holds content this schema cannot show, the editor is read-only until it is gone.
   */
  readonly onError?: ReportError
  /**
   * Called when the editor showed something else than the shared document, or the document is not what others have who
   * have seen the same. It is put right where it can be; the default writes to the console.
   */
  readonly onDivergence?: (divergence: Divergence) => void
  /** When that is looked into: the browser's idle time by default, never without a page. Tests hand in their own. */
  readonly idle?: Idle
}

export interface SafeBinding {
  /** Give all of them to the editor's state, before plugins of yours that change documents. */
  readonly plugins: readonly Plugin[]
  readonly undoManager: UndoManager
  readonly undo: Command
  readonly redo: Command
  /** Ends the binding and its undo history. The shared document and the awareness stay as they are. */
  destroy(): void
}

/** The fragment must belong to a Y.Doc. One binding serves one editor view at a time. */
export function safeBinding(fragment: XmlFragment, options: SafeBindingOptions = {}): SafeBinding {
  if (fragment.doc === null) {
    throw new Error(
      'safeBinding needs a fragment of a Y.Doc, for instance doc.getXmlFragment("prosemirror").',
    )
  }
  const report: ReportError =
    options.onError ?? ((error, stage) => console.error(`stet binding (${stage})`, error))
  const { awareness, frames = browserFrames } = options
  const binding = new SyncBinding(fragment, report, frames)
  const undoManager = createUndoManager(binding)
  const plugins: Plugin[] = [syncPlugin(binding), undoPlugin(undoManager, binding), unknownContentPlugin()]
  const onDivergence =
    options.onDivergence ?? ((divergence) => console.error('stet binding (divergence)', divergence))
  const { idle } = options
  if (idle !== undefined || typeof document !== 'undefined')
    plugins.push(lateSelfCheck({ binding, awareness, idle, onDivergence }))
  if (awareness !== undefined) plugins.push(cursorPlugin({ awareness, binding, frames }))
  return {
    plugins,
    undoManager,
    undo: undoCommand(undoManager),
    redo: redoCommand(undoManager),
    destroy: () => {
      undoManager.destroy()
      binding.close()
    },
  }
}
