// What the browser says about the network and about this page's life, reduced to three words.

import type { Environment } from './environment.ts'

export interface PageEvents {
  /** The network is back, or someone looks at the page again: this is no time for a long backoff. */
  wake(reason: 'online' | 'visible'): void
  /** The device has lost its network: the open socket is dead, though nobody told it. */
  offline(): void
  /** The page may be gone the next moment. */
  hide(): void
}

/** Returns its own off. Without a page (Node) nothing is ever said. */
export function watchPage({ page, tab }: Environment, events: PageEvents): () => void {
  const online = () => events.wake('online')
  const offline = () => events.offline()
  const hide = () => events.hide()
  const show = () => events.wake('visible')
  const visibility = () => {
    // A phone may kill a hidden page without another word.
    if (tab?.visibilityState === 'hidden') events.hide()
    else events.wake('visible')
  }
  const listeners = { online, offline, pagehide: hide, pageshow: show }
  for (const [name, listener] of Object.entries(listeners)) page?.addEventListener(name, listener)
  tab?.addEventListener('visibilitychange', visibility)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) page?.removeEventListener(name, listener)
    tab?.removeEventListener('visibilitychange', visibility)
  }
}
