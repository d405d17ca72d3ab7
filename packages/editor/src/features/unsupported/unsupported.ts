// How content is shown that this version does not know: a box that says so, with its name. It can be selected, moved, copied
// and, on purpose, deleted (@stet/binding sees to the keys); what it stands for stays as it is in the shared document.
import { unsupportedName } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { NodeView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import type { Feature } from '../feature.ts'

export function unsupported({ translate }: { readonly translate: Translator }): Feature {
  const nodeViews = {
    unsupported: (node: Node) => createView(node, { tag: 'div', translate }),
    unsupported_inline: (node: Node) => createView(node, { tag: 'span', translate }),
  }
  return { name: 'unsupported', plugins: [new Plugin({ props: { nodeViews } })] }
}

/** A view of its own, and not the schema's: the original as JSON, which goes through the clipboard, can be large. */
function createView(
  shown: Node,
  { tag, translate }: { readonly tag: 'div' | 'span'; readonly translate: Translator },
): NodeView {
  const dom = document.createElement(tag)
  const stored: unknown = shown.attrs['name']
  const name = unsupportedName(stored)
  const label = name === null ? translate('unsupported') : translate('unsupportedNamed', { name })
  dom.className = 'stet-unsupported'
  dom.dataset['stetUnsupported'] = String(stored)
  dom.textContent = label
  dom.title = translate('unsupportedKept')
  dom.setAttribute('role', 'img')
  dom.setAttribute('aria-label', `${label}. ${translate('unsupportedKept')}`)
  return {
    dom,
    // Others may go on working in it; what is shown stays the same.
    update: (node) => node.type === shown.type && node.attrs['name'] === stored,
  }
}
