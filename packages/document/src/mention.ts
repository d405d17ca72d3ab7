// Naming a person in the text. The id says who is meant; the label is what the writer saw, so that the sentence can be
// read where nobody knows the id: in an export, or after the person left.

import type { NodeSpec } from 'prosemirror-model'

import { readId } from './attrs.ts'

export interface MentionAttrs {
  readonly id: string | null
  readonly label: string
}

// A name that takes a line of its own is no name.
const maxLabelLength = 100

export function readMentionAttrs(attrs: Readonly<Record<string, unknown>>): MentionAttrs {
  const label = attrs['label']
  return {
    id: readId(attrs['id']),
    label: typeof label === 'string' ? label.slice(0, maxLabelLength).toWellFormed() : '',
  }
}

const mention: NodeSpec = {
  inline: true,
  group: 'inline',
  attrs: { id: { default: null }, label: { default: '' } },
  leafText: (node) => `@${readMentionAttrs(node.attrs).label}`,
  parseDOM: [
    {
      tag: 'span.stet-mention',
      priority: 60,
      getAttrs: (element) => ({
        ...readMentionAttrs({
          id: element.getAttribute('data-mention'),
          label: element.getAttribute('data-label'),
        }),
      }),
    },
  ],
  toDOM: (node) => {
    const { id, label } = readMentionAttrs(node.attrs)
    return ['span', { class: 'stet-mention', 'data-mention': id ?? '', 'data-label': label }, `@${label}`]
  },
}

export const mentionNodes = { mention } satisfies Record<string, NodeSpec>
