// How formulas are shown: typeset where they can be, as their source where they cannot, with the reason. A formula of its
// own line shows its source while the caret is in it, and the result below, which follows what is typed (by anybody) once
// a frame.
import { readTex } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { DOMSerializer } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import type { EditorView, NodeView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import { must } from '../../must.ts'

interface MathViewOptions {
  readonly node: Node
  readonly view: EditorView
  readonly getPos: () => number | undefined
  readonly translate: Translator
}

export interface MathInlineViewOptions extends MathViewOptions {
  /** Opens the form for the formula at the position. */
  readonly open: (view: EditorView, pos: number) => void
}

export function createMathInlineView(options: MathInlineViewOptions): NodeView {
  const { node, view, getPos, translate, open } = options
  const dom = document.createElement('span')
  dom.className = 'stet-math'
  let tex = readTex(node.attrs['tex'])
  void show()

  async function show(): Promise<void> {
    const asked = tex
    dom.dataset['tex'] = asked
    await typesetInto(dom, { tex: asked, display: false, translate, isCurrent: () => tex === asked })
  }

  dom.addEventListener('click', () => {
    const pos = getPos()
    if (pos !== undefined && view.editable) open(view, pos)
  })
  return {
    dom,
    update(next) {
      if (next.type.name !== 'math_inline') return false
      const fresh = readTex(next.attrs['tex'])
      if (fresh !== tex) {
        tex = fresh
        void show()
      }
      return true
    },
    ignoreMutation: () => true,
  }
}

export function createMathBlockView({ node, view, getPos, translate }: MathViewOptions): NodeView {
  let shown = node
  let frame = 0
  const toDOM = must(node.type.spec.toDOM, 'how the schema shows a formula')
  const { dom, contentDOM: found } = DOMSerializer.renderSpec(document, toDOM(node))
  const contentDOM = must(found, 'a place for the source')
  const preview = document.createElement('div')
  preview.className = 'stet-math-preview'
  preview.contentEditable = 'false'
  dom.append(preview)
  void show()

  preview.addEventListener('mousedown', (event) => {
    const pos = getPos()
    if (pos === undefined || !view.editable) return
    event.preventDefault()
    const end = pos + 1 + shown.content.size
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, end)))
    view.focus()
  })

  async function show(): Promise<void> {
    frame = 0
    const asked = shown
    const tex = asked.textContent.trim()
    if (tex === '') {
      preview.textContent = translate('mathEmpty')
      return
    }
    await typesetInto(preview, { tex, display: true, translate, isCurrent: () => shown === asked })
  }

  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== shown.type || next.attrs['id'] !== shown.attrs['id']) return false
      const isOther = next.textContent !== shown.textContent
      shown = next
      if (isOther) frame ||= requestAnimationFrame(() => void show())
      return true
    },
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
    destroy: () => cancelAnimationFrame(frame),
  }
}

interface TypesetInto {
  readonly tex: string
  readonly display: boolean
  readonly translate: Translator
  readonly isCurrent: () => boolean
}

async function typesetInto(
  place: HTMLElement,
  { tex, display, translate, isCurrent }: TypesetInto,
): Promise<void> {
  if (place.childNodes.length === 0) place.textContent = tex
  // Offline, and never loaded before: the source can be read too.
  const loaded = await import('./typeset.ts').catch(() => undefined)
  if (!loaded || !isCurrent()) return
  const result = loaded.typeset(tex, { display })
  place.classList.toggle('stet-math-broken', !result.ok)
  if (result.ok) {
    place.replaceChildren(result.element)
    place.removeAttribute('title')
  } else {
    place.textContent = tex
    place.title = translate('mathProblem', { reason: result.reason })
  }
}
