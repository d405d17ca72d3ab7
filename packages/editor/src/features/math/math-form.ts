// The form for a formula in a sentence: its source, what it looks like, and what is wrong with it. Enter takes it over,
// Escape leaves everything as it was.
import { readTex } from '@stet/document'
import { NodeSelection, Selection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import { mathCommands } from './math-commands.ts'
import { typeset } from './typeset.ts'

export interface MathFormOptions {
  readonly view: EditorView
  readonly menu: MenuContext
  /** Of the formula to edit; without one a new formula is put at the selection. */
  readonly pos: number | undefined
}

export function openMathForm({ view, menu, pos }: MathFormOptions): void {
  const { host, translate } = menu
  const document = host.ownerDocument
  // Selected, so that the position moves along with what others do.
  if (pos !== undefined) view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)))
  const { selection, doc } = view.state
  const tex =
    pos === undefined
      ? doc.textBetween(selection.from, selection.to)
      : readTex(selection instanceof NodeSelection ? selection.node.attrs['tex'] : '')
  const popup = createPopup({
    document,
    host,
    className: 'stet-math-form',
    role: 'dialog',
    label: translate(pos === undefined ? 'insertMath' : 'editMath'),
    onDismiss: (by) => {
      if (by === 'escape') leave()
      else apply(false)
    },
  })
  const source = document.createElement('textarea')
  source.className = 'stet-math-source'
  source.rows = 2
  source.value = tex
  source.spellcheck = false
  source.setAttribute('aria-label', translate('mathSource'))
  const preview = document.createElement('div')
  preview.className = 'stet-math-preview'
  const problem = document.createElement('p')
  problem.className = 'stet-link-problem'
  problem.setAttribute('role', 'status')
  const done = document.createElement('button')
  done.type = 'button'
  done.className = 'stet-button'
  done.textContent = translate('mathApply')
  popup.element.append(source, preview, problem, done)

  function show(): void {
    const written = source.value.trim()
    if (written === '') {
      preview.textContent = translate('mathEmpty')
      problem.textContent = ''
      return
    }
    const result = typeset(written, { display: false })
    if (result.ok) preview.replaceChildren(result.element)
    problem.textContent = result.ok ? '' : translate('mathProblem', { reason: result.reason })
  }

  /** An empty formula is none. */
  function apply(refocus: boolean): void {
    popup.close()
    if (view.isDestroyed || !view.editable) return
    const written = source.value.trim()
    const { selection } = view.state
    if (pos === undefined) mathCommands.insertMath({ tex: written })(view.state, view.dispatch)
    else if (selection instanceof NodeSelection && selection.node.type.name === 'math_inline') {
      const tr = view.state.tr
      if (written === '') tr.deleteSelection()
      else if (written !== tex) tr.setNodeAttribute(selection.from, 'tex', written)
      tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(selection.to, 1)), 1))
      view.dispatch(tr)
    }
    if (refocus) view.focus()
  }

  function leave(): void {
    if (view.isDestroyed) return
    const { selection, tr } = view.state
    if (pos !== undefined) view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(selection.to), 1)))
    view.focus()
  }

  source.addEventListener('input', show)
  source.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    apply(true)
  })
  done.addEventListener('click', () => apply(true))
  popup.open(selectionAnchor(view))
  show()
  source.focus()
  source.select()
}
