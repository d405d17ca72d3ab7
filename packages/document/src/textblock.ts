// The one block that holds text. What it is (paragraph, heading, list item, task) is an attribute, because an element's
// name in Yjs can never change: with a node per kind, turning a paragraph into a heading would delete the paragraph
// and whatever a peer is typing in it at that moment. In the page each kind is still the real thing, so that screen
// readers, copying and printing see headings, lists and quotes.

import type { DOMOutputSpec, NodeSpec, TagParseRule } from 'prosemirror-model'

import { isListKind, readTextblockAttrs } from './attrs.ts'
import type { TextblockAttrs } from './attrs.ts'
import { blockAttrs, blockClass, headingAttrs, isItemMarker, ownBlockAttrs, textHole } from './paste.ts'

export const textblock: NodeSpec = {
  content: 'inline*',
  group: 'block',
  // Every mark, known or not: a mark that a block forbids would empty the block for everyone.
  marks: '_',
  attrs: {
    kind: { default: 'paragraph' },
    level: { default: 1 },
    indent: { default: 0 },
    checked: { default: false },
    quote: { default: false },
    align: { default: null },
    dir: { default: null },
    id: { default: null },
  },
  parseDOM: [
    // This package compiles without the DOM's types; a page's compiler, which has them, wants an HTMLElement here.
    // The linter sees the first of the two only.
    {
      tag: `.${blockClass}[data-kind]`,
      priority: 70,
      getAttrs: ownBlockAttrs,
      // oxlint-disable-next-line typescript/no-unnecessary-type-assertion
      contentElement: textHole as unknown as TagParseRule['contentElement'],
    },
    {
      tag: 'span, img',
      priority: 65,
      ignore: true,
      getAttrs: (element) => (isItemMarker(element) ? null : false),
    },
    // Safari's and Chrome's sign that a line was copied whole.
    { tag: 'br.Apple-interchange-newline', priority: 65, ignore: true },
    // GitHub's button below code.
    { tag: 'div.zeroclipboard-container', priority: 65, ignore: true },
    // What Word puts into a paragraph to keep it open.
    { tag: 'o\\:p', ignore: true },
    { tag: 'h1, h2, h3, h4, h5, h6', getAttrs: headingAttrs },
    { tag: 'p, li, blockquote, dt, dd, summary, div', getAttrs: blockAttrs },
  ],
  toDOM: (node) => textblockDOM(readTextblockAttrs(node.attrs)),
}

// The editor numbers ordered items with a `start` attribute from a node decoration, and decorations reach the
// outermost element only. So a quoted list item keeps its list outside and its blockquote inside the item.
function textblockDOM(block: TextblockAttrs): DOMOutputSpec {
  const attributes = blockDOMAttributes(block)
  switch (block.kind) {
    case 'paragraph':
      return block.quote ? ['blockquote', attributes, ['p', 0]] : ['p', attributes, 0]
    case 'heading': {
      const tag = `h${block.level}`
      return block.quote ? ['blockquote', attributes, [tag, 0]] : [tag, attributes, 0]
    }
    case 'bullet':
      return ['ul', attributes, block.quote ? ['li', ['blockquote', 0]] : ['li', 0]]
    case 'ordered':
      return ['ol', attributes, block.quote ? ['li', ['blockquote', 0]] : ['li', 0]]
    case 'task':
      return [
        'ul',
        attributes,
        [
          'li',
          [
            'label',
            { class: 'stet-task-box', contenteditable: 'false' },
            [
              'input',
              { type: 'checkbox', 'aria-label': 'Done', ...(block.checked ? { checked: 'checked' } : {}) },
            ],
          ],
          [block.quote ? 'blockquote' : 'div', { class: 'stet-task-text' }, 0],
        ],
      ]
    default:
      return block.kind satisfies never
  }
}

// Only what differs from a plain paragraph: a long document has many of them, and each attribute costs when typing.
function blockDOMAttributes(block: TextblockAttrs): Record<string, string> {
  const classes = [blockClass, `stet-${block.kind}`]
  if (isListKind(block.kind)) classes.push('stet-list')
  if (block.quote) classes.push('stet-quote')
  const attributes: Record<string, string> = { class: classes.join(' '), 'data-kind': block.kind }
  if (block.kind === 'heading') attributes['data-level'] = String(block.level)
  if (block.indent > 0) attributes['data-indent'] = String(block.indent)
  if (block.kind === 'task') attributes['data-checked'] = String(block.checked)
  if (block.quote) attributes['data-quote'] = 'true'
  if (block.align !== null) attributes['data-align'] = block.align
  if (block.dir !== null) attributes['dir'] = block.dir
  if (block.id !== null) attributes['data-id'] = block.id
  return attributes
}
