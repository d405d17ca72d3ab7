// Blocks that hold blocks. A callout sets something apart. A toggle can be folded: its first block is what stays in
// sight (the summary), whatever kind of block that is, so that a heading can be one and that no rule can be broken by
// two people who add or remove first blocks at once. Whether a toggle is open is each reader's own affair and is not
// stored: folding a toggle must not fold it under somebody else's caret.

import type { NodeSpec } from 'prosemirror-model'

import { withId } from './ids.ts'
import { ownId } from './paste.ts'
import { hasClass } from './pasted-element.ts'
import type { PastedElement } from './pasted-element.ts'

/** What a callout says about its content; the five that GitHub's Markdown knows. */
export type CalloutKind = 'note' | 'tip' | 'important' | 'warning' | 'caution'

export interface CalloutAttrs {
  readonly kind: CalloutKind
  /** Shown in place of the kind's own sign. */
  readonly emoji: string | null
}

const calloutKinds: readonly CalloutKind[] = ['note', 'tip', 'important', 'warning', 'caution']

// The longest emoji, families with skin tones, have about 30 code units.
const maxEmojiLength = 40

export function readCalloutAttrs(attrs: Readonly<Record<string, unknown>>): CalloutAttrs {
  const { kind, emoji } = attrs
  return {
    kind: calloutKinds.find((known) => known === kind) ?? 'note',
    emoji: typeof emoji === 'string' && emoji !== '' && emoji.length <= maxEmojiLength ? emoji : null,
  }
}

/** As GitHub shows one: its title is the kind's name, which ours shows by itself. */
function gitHubKind(element: PastedElement): CalloutKind | undefined {
  return calloutKinds.find((kind) => hasClass(element, `markdown-alert-${kind}`))
}

const callout: NodeSpec = {
  content: 'block*',
  group: 'block',
  defining: true,
  attrs: { kind: { default: 'note' }, emoji: { default: null }, id: { default: null } },
  parseDOM: [
    { tag: 'p.markdown-alert-title', priority: 65, ignore: true },
    {
      tag: 'div.markdown-alert',
      priority: 60,
      getAttrs: (element: PastedElement) => {
        const kind = gitHubKind(element)
        return kind === undefined ? false : { kind, emoji: null, id: null }
      },
    },
    {
      tag: 'div[data-callout]',
      priority: 60,
      getAttrs: (element: PastedElement) => ({
        ...readCalloutAttrs({
          kind: element.getAttribute('data-callout'),
          emoji: element.getAttribute('data-emoji'),
        }),
        id: ownId(element),
      }),
    },
  ],
  toDOM: (node) => {
    const { kind, emoji } = readCalloutAttrs(node.attrs)
    const attributes: Record<string, string> = {
      class: 'stet-callout',
      'data-callout': kind,
      role: 'note',
      'aria-label': kind.replace(/^./, (letter) => letter.toUpperCase()),
    }
    if (emoji !== null) attributes['data-emoji'] = emoji
    return ['div', withId(attributes, node.attrs['id']), 0]
  },
}

const toggle: NodeSpec = {
  content: 'block*',
  group: 'block',
  defining: true,
  attrs: { id: { default: null } },
  parseDOM: [
    { tag: 'div.stet-toggle', priority: 60, getAttrs: (element) => ({ id: ownId(element) }) },
    { tag: 'details' },
  ],
  // No <details>: inside an editable text its marker takes clicks and the space key, and it folds for the reader only.
  toDOM: (node) => ['div', withId({ class: 'stet-toggle', role: 'group' }, node.attrs['id']), 0],
}

export const containerNodes = { callout, toggle } satisfies Record<string, NodeSpec>
