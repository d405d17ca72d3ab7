// How a container is drawn while it can be worked with: as its schema says, with a control beside the blocks that is no part
// of the text.
import type { Node as DocumentNode } from 'prosemirror-model'
import { DOMSerializer } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'

export interface ContainerView extends NodeView {
  readonly dom: HTMLElement
}

export function createContainerView(
  node: DocumentNode,
  document: Document,
  control: HTMLElement,
): ContainerView {
  const spec = node.type.spec.toDOM?.(node) ?? ['div', 0]
  const { dom } = DOMSerializer.renderSpec(document, spec)
  const body = document.createElement('div')
  body.className = 'stet-body'
  control.contentEditable = 'false'
  // A press must not take the caret out of the text.
  control.addEventListener('mousedown', (event) => event.preventDefault())
  dom.append(control, body)
  return {
    dom,
    contentDOM: body,
    // What it is decides how it looks: then it is drawn anew.
    update: (next) => next.sameMarkup(node),
    stopEvent: ({ target }) => target instanceof Node && control.contains(target),
    ignoreMutation: ({ type, target }) => type !== 'selection' && !body.contains(target),
  }
}
