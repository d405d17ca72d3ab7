// Formatting of text. The order here is the order of nesting in the page and of marks in JSON: a link is outermost, so
// that one link stays one element when parts of it are bold.

import type { MarkSpec } from 'prosemirror-model'

import { readId } from './attrs.ts'
import { safeHref } from './href.ts'
import { isBoldElement, isInsidePre } from './paste.ts'
import { readColor } from './palette.ts'
import type { PastedElement } from './pasted-element.ts'
import { unsupportedMark } from './unsupported.ts'

/** What a link tells the page it leads to, and search engines: nothing. */
export const linkRel = 'noopener noreferrer nofollow'

export const marks = {
  link: {
    attrs: { href: { default: '' }, title: { default: null } },
    // Typing at a link's end is not meant to be part of it.
    inclusive: false,
    parseDOM: [{ tag: 'a[href]', getAttrs: linkAttrs }],
    toDOM: (mark) => ['a', linkDOMAttributes(mark.attrs), 0],
  },
  // A place somebody commented on. Several may lie on one text. What was said is not stored in the text.
  comment: {
    attrs: { id: { default: null } },
    excludes: '',
    // What is typed at the end of a commented text was not commented on.
    inclusive: false,
    parseDOM: [
      {
        tag: 'span[data-comment]',
        getAttrs: (element) => {
          const id = readId(element.getAttribute('data-comment'))
          return id === null ? false : { id }
        },
      },
    ],
    toDOM: (mark) => ['span', { class: 'stet-comment', 'data-comment': readId(mark.attrs['id']) ?? '' }, 0],
  },
  highlight: {
    attrs: { color: { default: 'yellow' } },
    parseDOM: [
      {
        tag: 'mark',
        getAttrs: (element) => ({ color: readColor(element.getAttribute('data-color')) ?? 'yellow' }),
      },
    ],
    toDOM: (mark) => ['mark', { 'data-color': readColor(mark.attrs['color']) ?? 'yellow' }, 0],
  },
  text_color: {
    attrs: { color: { default: null } },
    parseDOM: [
      {
        tag: 'span.stet-color[data-color]',
        getAttrs: (element) => {
          const color = readColor(element.getAttribute('data-color'))
          return color === null ? false : { color }
        },
      },
    ],
    toDOM: (mark) => {
      const color = readColor(mark.attrs['color'])
      return ['span', { class: 'stet-color', ...(color === null ? {} : { 'data-color': color }) }, 0]
    },
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
  subscript: {
    excludes: 'subscript superscript',
    parseDOM: [{ tag: 'sub' }, { style: 'vertical-align=sub' }],
    toDOM: () => ['sub', 0],
  },
  superscript: {
    excludes: 'subscript superscript',
    parseDOM: [{ tag: 'sup' }, { style: 'vertical-align=super' }],
    toDOM: () => ['sup', 0],
  },
  code: {
    code: true,
    parseDOM: [{ tag: 'code', getAttrs: (element) => (isInsidePre(element) ? false : null) }],
    toDOM: () => ['code', 0],
  },
  unsupported_mark: unsupportedMark,
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
