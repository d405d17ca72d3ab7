// The self-check from when its code is there. It looks when nobody waits, so nobody needs to wait for it: it is a file of its
// own, which a page fetches after all that is needed for the first word.

import { Plugin } from 'prosemirror-state'
import type { PluginView } from 'prosemirror-state'
import type { Idle } from './idle.ts'
import type { SelfCheckOptions } from './self-check-view.ts'

export interface LateSelfCheckOptions extends Omit<SelfCheckOptions, 'idle'> {
  /** The browser's idle time by default. */
  readonly idle: Idle | undefined
}

export function lateSelfCheck(options: LateSelfCheckOptions): Plugin {
  return new Plugin({
    view: (view) => {
      let checks: PluginView | undefined
      let isGone = false
      const start = async (): Promise<void> => {
        const { startSelfCheck, browserIdle } = await import('./self-check-view.ts')
        if (!isGone) checks = startSelfCheck(view, { ...options, idle: options.idle ?? browserIdle })
      }
      // A page that has lost its network checks from its next visit on.
      start().catch(() => {})
      return {
        update: (_view, previous) => checks?.update?.(view, previous),
        destroy: () => {
          isGone = true
          checks?.destroy?.()
        },
      }
    },
  })
}
