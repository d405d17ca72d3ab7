// All nodes. Content is always `*`: with `+` or `{n,m}`, two people deleting different parts at
// once would leave a node that its own rules forbid, and the binding would delete it for everyone.

import type { NodeSpec } from 'prosemirror-model'

import { readLanguage } from './attrs.ts'
import { containerNodes } from './containers.ts'
import { embedNodes } from './embed.ts'
import { figureNodes } from './figure.ts'
import { withId } from './ids.ts'
import { mathNodes } from './math.ts'
import { mentionNodes } from './mention.ts'
import { breakClass, codeBlockAttrs, codeContent, isPaddingBreak, ownId } from './paste.ts'
import { isCopiedCode } from './pasted-code.ts'
import { tableNodes } from './table-nodes.ts'
import { textblock } from './textblock.ts'
import { unsupportedNodes } from './unsupported.ts'

const codeBlock: NodeSpec = {
  content: 'text*',
  group: 'block',
  // Marks are allowed and not shown (see textblock): formatting that arrives here must not delete the code.
  marks: '_',
  code: true,
  defining: true,
  attrs: { language: { default: null }, id: { default: null } },
  parseDOM: [
    {
      tag: 'pre',
      preserveWhitespace: 'full',
      getAttrs: codeBlockAttrs,
      getContent: codeContent,
    },
    {
      tag: 'div',
      priority: 60,
      preserveWhitespace: 'full',
      getAttrs: (element) => (isCopiedCode(element) ? { language: null, id: null } : false),
      getContent: codeContent,
    },
  ],
  toDOM: (node) => {
    const language = readLanguage(node.attrs['language'])
    const attributes: Record<string, string> = { class: 'stet-code-block', spellcheck: 'false' }
    if (language !== null) attributes['data-language'] = language
    return ['pre', withId(attributes, node.attrs['id']), ['code', 0]]
  },
}

const divider: NodeSpec = {
  group: 'block',
  attrs: { id: { default: null } },
  parseDOM: [{ tag: 'hr', getAttrs: (element) => ({ id: ownId(element) }) }],
  toDOM: (node) => ['hr', withId({ class: 'stet-divider' }, node.attrs['id'])],
}

const hardBreak: NodeSpec = {
  inline: true,
  group: 'inline',
  selectable: false,
  linebreakReplacement: true,
  leafText: () => '\n',
  parseDOM: [
    {
      tag: 'br',
      priority: 60,
      ignore: true,
      getAttrs: (element) => (isPaddingBreak(element) ? null : false),
    },
    { tag: 'br' },
  ],
  toDOM: () => ['br', { class: breakClass }],
}

export const nodes = {
  doc: { content: 'block*' },
  // First of the blocks: it is what ProseMirror creates when it needs one.
  textblock,
  code_block: codeBlock,
  divider,
  ...tableNodes,
  ...figureNodes,
  ...containerNodes,
  ...mathNodes,
  ...embedNodes,
  ...mentionNodes,
  hard_break: hardBreak,
  ...unsupportedNodes,
  text: { group: 'inline' },
} satisfies Record<string, NodeSpec>
