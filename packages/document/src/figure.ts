// Pictures: `figure` is a block with a caption, `image` stands in a line of text. The caption is the figure's content
// and no attribute, so that two people can write it at once; an attribute would keep one of the two versions.

import type { NodeSpec, TagParseRule } from 'prosemirror-model'

import { safeSource } from './href.ts'
import { withId } from './ids.ts'
import { ownId } from './paste.ts'
import { childrenOf, isElement, tagOf } from './pasted-element.ts'
import type { PastedElement } from './pasted-element.ts'

/** A picture's attributes after reading. */
export interface ImageAttrs {
  /** Safe to load; undefined when the stored address is not. */
  readonly src: string | undefined
  readonly alt: string
  readonly title: string | null
  /** CSS pixels; null: as wide as it is, at most as wide as the text. */
  readonly width: number | null
}

// A picture smaller than a letter cannot be grabbed; wider than four large screens it is a mistake.
const imageWidth = { least: 16, most: 8000 }
// Descriptions are read aloud in one go.
const maxAltLength = 2000

export function readImageAttrs(attrs: Readonly<Record<string, unknown>>): ImageAttrs {
  const { alt, title, width } = attrs
  return {
    src: safeSource(attrs['src']),
    alt: typeof alt === 'string' ? alt.slice(0, maxAltLength) : '',
    title: typeof title === 'string' && title !== '' ? title.slice(0, maxAltLength) : null,
    width:
      typeof width === 'number' && width > 0
        ? Math.min(imageWidth.most, Math.max(imageWidth.least, Math.round(width)))
        : null,
  }
}

const attrs = {
  src: { default: '' },
  alt: { default: '' },
  title: { default: null },
  width: { default: null },
} satisfies NodeSpec['attrs']

const figure: NodeSpec = {
  content: 'inline*',
  group: 'block',
  marks: '_',
  // Backspace at the caption's start must not pull the caption out, nor a picture be merged into the block above.
  isolating: true,
  attrs: { ...attrs, id: { default: null } },
  parseDOM: [
    {
      tag: 'figure',
      getAttrs: (element: PastedElement) => {
        const image = imageIn(element)
        const stored = image === undefined ? false : pastedImageAttrs(image)
        return stored === false ? false : { ...stored, id: ownId(element) }
      },
      // As in textblock.ts: a page's compiler wants an HTMLElement, this package has no DOM.
      // oxlint-disable-next-line typescript/no-unnecessary-type-assertion
      contentElement: captionOf as unknown as TagParseRule['contentElement'],
    },
  ],
  toDOM: (node) => [
    'figure',
    withId({ class: 'stet-figure' }, node.attrs['id']),
    ['img', { ...imageDOMAttributes(node.attrs), contenteditable: 'false', draggable: 'false' }],
    ['figcaption', { class: 'stet-caption' }, 0],
  ],
}

const image: NodeSpec = {
  inline: true,
  group: 'inline',
  draggable: true,
  attrs,
  leafText: (node) => readImageAttrs(node.attrs).alt,
  parseDOM: [{ tag: 'img', getAttrs: pastedImageAttrs }],
  toDOM: (node) => ['img', { class: 'stet-image', ...imageDOMAttributes(node.attrs) }],
}

export const figureNodes = { figure, image } satisfies Record<string, NodeSpec>

/** The attributes a picture is shown with. A picture whose address is not safe shows its description. */
export function imageDOMAttributes(stored: Readonly<Record<string, unknown>>): Record<string, string> {
  const { src, alt, title, width } = readImageAttrs(stored)
  return {
    ...(src === undefined ? {} : { src }),
    // Always there: without it screen readers read the address.
    alt,
    ...(title === null ? {} : { title }),
    ...(width === null ? {} : { width: String(width) }),
  }
}

function pastedImageAttrs(element: PastedElement): Record<string, unknown> | false {
  const src = safeSource(element.getAttribute('src'))
  if (src === undefined) return false
  const { alt, title, width } = readImageAttrs({
    alt: element.getAttribute('alt'),
    title: element.getAttribute('title'),
    width: Number.parseFloat(element.getAttribute('width') ?? ''),
  })
  return { src, alt, title, width }
}

function imageIn(element: PastedElement): PastedElement | undefined {
  for (const child of childrenOf(element)) {
    if (!isElement(child) || tagOf(child) === 'table') continue
    const found = tagOf(child) === 'img' ? child : imageIn(child)
    if (found !== undefined) return found
  }
  return undefined
}

// Where there is no caption: the picture itself, which has no content.
function captionOf(element: PastedElement): PastedElement {
  for (const child of childrenOf(element)) {
    if (isElement(child) && tagOf(child) === 'figcaption') return child
  }
  return imageIn(element) ?? element
}
