// A page of another site, shown inside the document. Stored is the address a person would open; what may be loaded in
// a frame is decided when it is shown, by a list of providers. Everything else stays a link.

import type { NodeSpec } from 'prosemirror-model'

import { safeHref } from './href.ts'
import { withId } from './ids.ts'
import { linkRel } from './marks.ts'
import { ownId } from './paste.ts'

/** What to load in a frame for an embed. */
export interface EmbedFrame {
  readonly provider: string
  /** https, on the provider's own host for embedding. Put it into a sandboxed frame. */
  readonly src: string
}

interface Provider {
  readonly name: string
  /** The part in parentheses is what identifies the content. */
  readonly pages: readonly RegExp[]
  readonly frame: (id: string) => string
}

const providers: readonly Provider[] = [
  {
    name: 'YouTube',
    pages: [
      /^https:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:[^#]*&)?v=([\w-]{6,20})(?:[&#]|$)/,
      /^https:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/(?:embed|shorts|live)\/([\w-]{6,20})(?:[/?#]|$)/,
      /^https:\/\/youtu\.be\/([\w-]{6,20})(?:[/?#]|$)/,
    ],
    // Sets no cookies before somebody presses play.
    frame: (id) => `https://www.youtube-nocookie.com/embed/${id}`,
  },
  {
    name: 'Vimeo',
    pages: [
      /^https:\/\/(?:www\.)?vimeo\.com\/(\d{4,15})(?:[/?#]|$)/,
      /^https:\/\/player\.vimeo\.com\/video\/(\d{4,15})(?:[/?#]|$)/,
    ],
    frame: (id) => `https://player.vimeo.com/video/${id}?dnt=1`,
  },
  {
    name: 'Loom',
    pages: [/^https:\/\/(?:www\.)?loom\.com\/(?:share|embed)\/([0-9a-f]{16,40})(?:[/?#]|$)/],
    frame: (id) => `https://www.loom.com/embed/${id}`,
  },
]

/** The frame for an address, or null when its site is not on the list of providers: then show a link. */
export function embedFrame(href: unknown): EmbedFrame | null {
  const address = safeHref(href)
  if (address === undefined) return null
  for (const { name, pages, frame } of providers) {
    for (const page of pages) {
      const id = page.exec(address)?.[1]
      if (id !== undefined) return { provider: name, src: frame(id) }
    }
  }
  return null
}

const embed: NodeSpec = {
  group: 'block',
  draggable: true,
  attrs: { href: { default: '' }, title: { default: null }, id: { default: null } },
  parseDOM: [
    {
      tag: 'div.stet-embed',
      priority: 60,
      getAttrs: (element) => {
        const href = safeHref(element.getAttribute('data-href'))
        return href === undefined
          ? false
          : { href, title: element.getAttribute('data-title'), id: ownId(element) }
      },
    },
    {
      tag: 'iframe[src]',
      getAttrs: (element) => {
        const href = element.getAttribute('src')
        return embedFrame(href) === null ? false : { href, title: element.getAttribute('title') }
      },
    },
  ],
  toDOM: (node) => {
    const href = safeHref(node.attrs['href'])
    const title = typeof node.attrs['title'] === 'string' ? node.attrs['title'] : ''
    const provider = embedFrame(href)?.provider
    const attributes: Record<string, string> = { class: 'stet-embed' }
    if (href !== undefined) attributes['data-href'] = href
    if (title !== '') attributes['data-title'] = title
    if (provider !== undefined) attributes['data-provider'] = provider
    const link = href === undefined ? {} : { href, rel: linkRel }
    return ['div', withId(attributes, node.attrs['id']), ['a', link, title || href || 'Embedded page']]
  },
}

export const embedNodes = { embed } satisfies Record<string, NodeSpec>
