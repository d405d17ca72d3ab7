// Formatting of text. The order here is the order of nesting in the page and of marks in JSON: a link is outermost, so
// that one link stays one element when parts of it are bold.

import type { MarkSpec } from 'prosemirror-model'

import { safeHref } from './href.ts'
import { isBoldElement, isInsidePre } from './paste.ts'
import type { PastedElement } from './pasted-element.ts'

const linkRel = 'noopener noreferrer nofollow'

export const marks = {
  link: {
    attrs: { href: { default: '' }, title: { default: null } },
    // Typing at a link's end is not meant to be part of it.
    inclusive: false,
    parseDOM: [{ tag: 'a[href]', getAttrs: linkAttrs }],
    toDOM: (mark) => ['a', linkDOMAttributes(mark.attrs), 0],
  },
  bold: {
    parseDOM: [
      { tag: 'strong, b', getAttrs: (element) => (isBoldElement(element) ? null : false) },
      { style: 'font-weight=400', clearMark: (mark) => mark.type.name === 'bold' },
      { style: 'font-weight=normal', clearMark: (mark) => mark.type.name === 'bold' },
      { style: 'font-weight', getAttrs: matching(/^(?:bold|bolder|[5-9]\d\d|1000)$/) },
    ],
    toDOM: () => ['strong', 0],
  },
  italic: {
    parseDOM: [
      { tag: 'em, i' },
      { style: 'font-style=normal', clearMark: (mark) => mark.type.name === 'italic' },
      { style: 'font-style=italic' },
    ],
    toDOM: () => ['em', 0],
  },
  underline: {
    parseDOM: [
      { tag: 'u' },
      { style: 'text-decoration', consuming: false, getAttrs: matching(/\bunderline\b/) },
    ],
    toDOM: () => ['u', 0],
  },
  strike: {
    parseDOM: [
      { tag: 's, del, strike' },
      { style: 'text-decoration', consuming: false, getAttrs: matching(/\bline-through\b/) },
    ],
    toDOM: () => ['s', 0],
  },
  code: {
    code: true,
    parseDOM: [{ tag: 'code', getAttrs: (element) => (isInsidePre(element) ? false : null) }],
    toDOM: () => ['code', 0],
  },
  // Stand-in for a mark this version does not know; see `unsupported` in nodes.ts. Several may lie on one text.
  unsupported_mark: {
    attrs: { name: { default: '' }, json: { default: null } },
    excludes: '',
    inclusive: false,
    toDOM: () => ['span', { class: 'stet-unsupported-mark' }, 0],
  },
} satisfies Record<string, MarkSpec>

/** The attributes a link is shown with. An unsafe address is left out: the text stays, and leads nowhere. */
export function linkDOMAttributes(attrs: Readonly<Record<string, unknown>>): Record<string, string> {
  const href = safeHref(attrs['href'])
  const title = attrs['title']
  return {
    ...(href === undefined ? {} : { href }),
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    rel: linkRel,
  }
}

function linkAttrs(element: PastedElement): { href: string; title: string | null } | false {
  const href = safeHref(element.getAttribute('href'))
  return href === undefined ? false : { href, title: element.getAttribute('title') }
}

function matching(pattern: RegExp): (value: string) => null | false {
  return (value) => (pattern.test(value) ? null : false)
}
