// A transaction that shows others' changes, and its way into a view whose plugins may throw or refuse it.

import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import { patchState } from './patch.ts'
import { asError } from '../report-error.ts'
import type { ReportError } from '../report-error.ts'

/** Marked as y-prosemirror marks it. */
export function markRemote(tr: Transaction, isUndoRedoOperation: boolean): Transaction {
  return tr
    .setMeta('addToHistory', false)
    .setMeta(ySyncPluginKey, { isChangeOrigin: true, isUndoRedoOperation })
}

/** Reports what goes wrong. False when the view does not show the change afterwards. */
export function dispatchRemote(view: EditorView, tr: Transaction, report: ReportError): boolean {
  const { doc } = view.state
  try {
    view.dispatch(tr)
    if (!tr.docChanged || view.state.doc !== doc) return true
    const rule = 'A plugin or dispatchTransaction held back a change of the shared document.'
    report(
      new Error(`${rule} Apply transactions at once, and never filter those of ySyncPluginKey.`),
      'render',
    )
    return false
  } catch (error) {
    report(asError(error), 'render')
    return showAgain(view, tr, report)
  }
}

/** Something threw while the change was shown. The shared document is right, so the view is made to show it. */
function showAgain(view: EditorView, tr: Transaction, report: ReportError): boolean {
  try {
    if (view.state.doc === tr.doc) view.updateState(view.state)
    else view.updateState(view.state.apply(markRemote(patchState(view.state, tr.doc.content), false)))
    return true
  } catch (error) {
    report(asError(error), 'render')
    return false
  }
}
