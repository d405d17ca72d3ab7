// How content is shown that this version does not know: a box that says so, with its name. It can be selected, moved, copied
// and, on purpose, deleted (@stet/binding sees to the keys); what it stands for stays as it is in the shared document.
import { unsupportedLabel } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { NodeView } from 'prosemirror-view'
import type { Feature } from '../feature.ts'

export function unsupported(): Feature {
  const nodeViews = {
    unsupported: (node: Node) => createView(node, 'div'),
    unsupported_inline: (node: Node) => createView(node, 'span'),
  }
  return { name: 'unsupported', plugins: [new Plugin({ props: { nodeViews } })] }
}

/** A view of its own, and not the schema's: the original as JSON, which goes through the clipboard, can be large. */
function createView(shown: Node, tag: 'div' | 'span'): NodeView {
  const dom = document.createElement(tag)
  const name: unknown = shown.attrs['name']
  const label = unsupportedLabel(name)
  dom.className = 'stet-unsupported'
  dom.dataset['stetUnsupported'] = String(name)
  dom.textContent = label
  dom.title = 'Made with a newer version of the editor. It is kept as it is.'
  dom.setAttribute('role', 'img')
  dom.setAttribute('aria-label', `${label}. It is kept as it is.`)
  return {
    dom,
    // Others may go on working in it; what is shown stays the same.
    update: (node) => node.type === shown.type && node.attrs['name'] === name,
  }
}
