// An embedded page: first a card that loads nothing, so that opening a document tells no other site who reads it; after a
// press on its button a sandboxed frame. A site that is not allowed here stays a link.
import { safeHref } from '@stet/document'
import type { EmbedFrame } from '@stet/document'
import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import { createIcon } from '../../ui/icons.ts'
import type { FindFrame } from './embed-commands.ts'

// What a player needs. It cannot open this page elsewhere, ask for files, or show dialogs.
const sandbox = 'allow-scripts allow-same-origin allow-presentation allow-popups'
const allowed = 'fullscreen; picture-in-picture; encrypted-media'

export function createEmbedView(
  node: Node,
  { findFrame, translate }: { readonly findFrame: FindFrame; readonly translate: Translator },
): NodeView {
  const dom = document.createElement('div')
  dom.className = 'stet-embed'
  const href = safeHref(node.attrs['href'])
  const frame = href === undefined ? null : findFrame(href)
  const stored: unknown = node.attrs['title']
  const title = typeof stored === 'string' && stored !== '' ? stored : shortAddress(href ?? '')
  if (typeof node.attrs['id'] === 'string') dom.dataset['id'] = node.attrs['id']
  if (frame) showCard(frame)
  else dom.append(createLink())

  function showCard({ provider, src }: EmbedFrame): void {
    dom.dataset['provider'] = provider
    const words = document.createElement('div')
    words.className = 'stet-embed-words'
    const privacy = document.createElement('p')
    privacy.textContent = translate('embedPrivacy', { provider })
    words.append(createLink(), privacy)
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'stet-embed-load'
    button.append(createIcon(document, 'embed'), translate('embedLoad', { provider }))
    button.addEventListener('click', () => showFrame({ provider, src }))
    dom.append(words, button)
  }

  function showFrame({ provider, src }: EmbedFrame): void {
    const frame = document.createElement('iframe')
    frame.className = 'stet-embed-frame'
    frame.setAttribute('sandbox', sandbox)
    frame.allow = allowed
    frame.allowFullscreen = true
    // Players refuse to play for nobody; they are told the site, not the document.
    frame.referrerPolicy = 'strict-origin-when-cross-origin'
    frame.title = translate('embedTitle', { provider, title })
    frame.src = src
    dom.classList.add('stet-embed-loaded')
    dom.replaceChildren(frame)
    frame.focus()
  }

  function createLink(): HTMLElement {
    const link = document.createElement('a')
    link.className = 'stet-embed-link'
    if (href !== undefined) link.href = href
    link.rel = 'noopener noreferrer nofollow'
    link.textContent = title
    return link
  }

  return {
    dom,
    update: (next) =>
      next.type === node.type &&
      next.attrs['href'] === node.attrs['href'] &&
      next.attrs['title'] === node.attrs['title'] &&
      next.attrs['id'] === node.attrs['id'],
    stopEvent: (event) => event.target instanceof Element && event.target.closest('button, iframe') !== null,
    ignoreMutation: () => true,
  }
}

function shortAddress(href: string): string {
  const bare = href.replace(/^https?:\/\/(?:www\.)?/i, '')
  return bare.length > 60 ? `${bare.slice(0, 59)}…` : bare
}
