// A picture with its caption on the page: it can be selected with a press, made wider and narrower by its sides, and says so
// when it cannot be loaded. The schema says how a picture is stored and exported; this is only how it is handled.
import { readImageAttrs } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { DOMSerializer } from 'prosemirror-model'
import { NodeSelection } from 'prosemirror-state'
import type { EditorView, NodeView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import { createBrokenSign } from './broken-sign.ts'
import { setFigureWidth } from './figure-commands.ts'
import { watchResize } from './figure-resize.ts'

export interface FigureViewOptions {
  readonly translate: Translator
  /** The address a stored `src` is loaded from; undefined when it is not to be loaded, as it lies on a third site. */
  readonly addressOf: (src: string) => string | undefined
}

export function createFigureView(
  first: Node,
  view: EditorView,
  { getPos, translate, addressOf }: FigureViewOptions & { readonly getPos: () => number | undefined },
): NodeView {
  const document = view.dom.ownerDocument
  const drawn = (node: Node) => draw(node, addressOf)
  const { dom, image, caption } = drawn(first)
  const frame = document.createElement('div')
  frame.className = 'stet-picture'
  frame.contentEditable = 'false'
  image.replaceWith(frame)
  image.removeAttribute('contenteditable')
  const description = document.createElement('em')
  const broken = createBrokenSign({ document, translate, description, onRetry: reload })
  const handles = (['start', 'end'] as const).map((side) => {
    const handle = document.createElement('div')
    handle.className = 'stet-picture-handle'
    handle.dataset['stetSide'] = side
    handle.setAttribute('aria-hidden', 'true')
    return handle
  })
  frame.append(image, ...handles)
  caption.dataset['placeholder'] = translate('captionPlaceholder')
  let node = first
  show()

  image.addEventListener('error', () => showBroken(true))
  image.addEventListener('load', () => showBroken(false))
  frame.addEventListener('mousedown', (event) => {
    if (event.button !== 0 || broken.element.contains(event.target as HTMLElement)) return
    event.preventDefault()
    const pos = getPos()
    if (pos === undefined) return
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)))
    view.focus()
  })
  watchResize({
    handles,
    image,
    onWidth(width) {
      const pos = getPos()
      if (pos !== undefined && view.editable) setFigureWidth(pos, width)(view.state, view.dispatch)
    },
  })
  const window = document.defaultView
  window?.addEventListener('online', reload)

  return {
    dom,
    contentDOM: caption,
    update(next) {
      if (next.type !== node.type) return false
      node = next
      show()
      return true
    },
    selectNode: () => dom.classList.add('ProseMirror-selectednode'),
    deselectNode: () => dom.classList.remove('ProseMirror-selectednode'),
    stopEvent: (event) => event.target instanceof HTMLElement && frame.contains(event.target),
    ignoreMutation: (mutation) =>
      mutation.type !== 'selection' && (mutation.type === 'attributes' || !caption.contains(mutation.target)),
    destroy: () => window?.removeEventListener('online', reload),
  }

  function show(): void {
    const fresh = drawn(node)
    copyAttributes(fresh.dom, dom, ['data-id'])
    const { src } = readImageAttrs(node.attrs)
    const address = src === undefined ? undefined : addressOf(src)
    // Set again it would be loaded again.
    if (address === undefined) image.removeAttribute('src')
    else if (image.getAttribute('src') !== address) image.setAttribute('src', address)
    copyAttributes(fresh.image, image, ['alt', 'title', 'width'])
    description.textContent = image.alt
    caption.toggleAttribute('data-empty', node.content.size === 0)
    if (address === undefined) showBroken(true)
    broken.tell(address === undefined ? src : undefined)
  }

  function showBroken(isBroken: boolean): void {
    if (isBroken === broken.element.isConnected) return
    if (isBroken) frame.prepend(broken.element)
    else broken.element.remove()
    frame.toggleAttribute('data-stet-broken', isBroken)
  }

  function reload(): void {
    const { src } = readImageAttrs(node.attrs)
    const address = src === undefined ? undefined : addressOf(src)
    if (address !== undefined && broken.element.isConnected) image.setAttribute('src', address)
  }
}

interface Drawn {
  readonly dom: HTMLElement
  readonly image: HTMLImageElement
  readonly caption: HTMLElement
}

/** As the schema says, without an address that must not be loaded: a browser loads what was never on the page. */
function draw(node: Node, addressOf: FigureViewOptions['addressOf']): Drawn {
  const { src } = readImageAttrs(node.attrs)
  const isLoaded = src !== undefined && addressOf(src) !== undefined
  const spec = node.type.spec.toDOM?.(isLoaded ? node : node.type.create({ ...node.attrs, src: '' }))
  if (!spec) throw new Error('The schema does not say how a picture is drawn.')
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, spec)
  const image = dom instanceof HTMLElement ? dom.querySelector('img') : null
  if (!(dom instanceof HTMLElement) || !image || !contentDOM) {
    throw new Error('The schema draws a picture without <img> or caption.')
  }
  return { dom, image, caption: contentDOM }
}

function copyAttributes(from: Element, to: Element, names: readonly string[]): void {
  for (const name of names) {
    const value = from.getAttribute(name)
    if (value === null) to.removeAttribute(name)
    else if (to.getAttribute(name) !== value) to.setAttribute(name, value)
  }
}
