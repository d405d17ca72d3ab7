// A picture in a line of text. The schema says how it is stored and exported; on the page it is loaded from where it is
// kept, or is a link when it lies on a third site (see broken-sign.ts).
import { readImageAttrs } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { DOMSerializer } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import { createImageIcon } from '../../ui/drawn-icon.ts'
import { createOutsideLink, hostOf } from './broken-sign.ts'
import type { FigureViewOptions } from './figure-view.ts'

export function createImageView(
  node: Node,
  document: Document,
  addressOf: FigureViewOptions['addressOf'],
): NodeView {
  const { src, alt } = readImageAttrs(node.attrs)
  const address = src === undefined ? undefined : addressOf(src)
  if (src !== undefined && address === undefined) {
    const link = createOutsideLink(document)
    link.className = 'stet-image-elsewhere'
    link.contentEditable = 'false'
    link.href = src
    link.append(createImageIcon(document), alt === '' ? hostOf(src, document) : alt)
    return { dom: link }
  }
  const spec = node.type.spec.toDOM?.(node.type.create({ ...node.attrs, src: address ?? '' }))
  if (!spec) throw new Error('The schema does not say how a picture is drawn.')
  return { dom: DOMSerializer.renderSpec(document, spec).dom }
}
