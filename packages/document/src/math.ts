// Formulas, written in TeX. A formula of its own line is text that several can edit at once, like a code block; one in
// a sentence is short and is an attribute, so that it moves and is deleted as one thing.

import type { NodeSpec } from 'prosemirror-model'

import { withId } from './ids.ts'
import { codeContent, ownId } from './paste.ts'

// Longer than any formula in a sentence; longer ones slow the page down when they are typeset.
const maxTexLength = 5000

/** A formula's TeX; '' for what is not text or too long to be a formula. */
export function readTex(value: unknown): string {
  return typeof value === 'string' && value.length <= maxTexLength ? value : ''
}

const mathBlock: NodeSpec = {
  content: 'text*',
  group: 'block',
  marks: '_',
  code: true,
  defining: true,
  attrs: { id: { default: null } },
  parseDOM: [
    {
      tag: 'div.stet-math-block',
      priority: 60,
      preserveWhitespace: 'full',
      getAttrs: (element) => ({ id: ownId(element) }),
      getContent: codeContent,
    },
  ],
  toDOM: (node) => [
    'div',
    withId({ class: 'stet-math-block', spellcheck: 'false' }, node.attrs['id']),
    ['code', 0],
  ],
}

const mathInline: NodeSpec = {
  inline: true,
  group: 'inline',
  attrs: { tex: { default: '' } },
  leafText: (node) => readTex(node.attrs['tex']),
  parseDOM: [
    {
      tag: 'span.stet-math[data-tex]',
      priority: 60,
      getAttrs: (element) => {
        const tex = readTex(element.getAttribute('data-tex'))
        return tex === '' ? false : { tex }
      },
    },
  ],
  toDOM: (node) => {
    const tex = readTex(node.attrs['tex'])
    return ['span', { class: 'stet-math', 'data-tex': tex, role: 'math', 'aria-label': tex }, tex]
  },
}

export const mathNodes = { math_block: mathBlock, math_inline: mathInline } satisfies Record<string, NodeSpec>
