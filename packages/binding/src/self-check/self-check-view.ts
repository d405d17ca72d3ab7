// Both checks for as long as there is a view: what the editor shows against the shared document, and the shared document
// against those of others.

import type { PluginView } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Idle } from './idle.ts'
import { PeerCheck } from './self-check-peers.ts'
import type { PeerDivergence } from './self-check-peers.ts'
import { SelfCheck } from './self-check.ts'
import type { EditorDivergence } from './self-check.ts'
import type { SyncBinding } from '../sync-binding.ts'

export type Divergence = EditorDivergence | PeerDivergence

export interface SelfCheckOptions {
  readonly binding: SyncBinding
  /** Without it there are no others to compare with. */
  readonly awareness: Awareness | undefined
  readonly idle: Idle
  readonly onDivergence: (divergence: Divergence) => void
}

export { browserIdle } from './idle.ts'

export function startSelfCheck(view: EditorView, options: SelfCheckOptions): PluginView {
  const { binding, awareness, idle, onDivergence } = options
  const { type } = binding
  const beforeReread = (): void => binding.mirror.forget()
  const editor = {
    type,
    doc: () =>
      view.composing || binding.paused !== null || binding.mirror.waiting.length > 0 ? null : view.state.doc,
    repair: () => binding._forceRerender(),
  }
  const selfCheck = new SelfCheck({ editor, idle, onDivergence })
  const peerCheck =
    // A fragment inside another type cannot be found in a copy of the document by its name.
    awareness === undefined || type._item !== null
      ? null
      : new PeerCheck({ type, awareness, idle, onDivergence, beforeReread })
  return {
    update: (_view, { doc }) => {
      if (doc !== view.state.doc) selfCheck.editorChanged()
    },
    destroy: () => {
      selfCheck.destroy()
      peerCheck?.destroy()
    },
  }
}
