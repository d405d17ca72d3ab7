// Edits that reach this tab from another one over the BroadcastChannel. y-websocket never sends them on, as
// that is the other tab's task; but that tab may be offline, refused, or closed a moment later, and then this
// tab would show words as saved that no server has. So they are sent once more, gathered and after a while:
// by then the server usually has them and has nothing to store.

import * as Y from 'yjs'

/** Long enough for the other tab's own frame to arrive first. */
const tabEditsDelayMs = 2000

/** Gathered updates are folded beyond this many. */
const maxGathered = 200

export interface TabEdits {
  add(update: Uint8Array): void
  /** A sync carried all of them; nothing is left to send. */
  clear(): void
}

/** `send` is given one update with all that was gathered. */
export function createTabEdits(send: (update: Uint8Array) => void): TabEdits {
  let gathered: Uint8Array[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const clear = () => {
    gathered = []
    clearTimeout(timer)
    timer = undefined
  }
  return {
    add(update) {
      gathered.push(update)
      if (gathered.length > maxGathered) gathered = [Y.mergeUpdates(gathered)]
      timer ??= setTimeout(() => {
        const all = Y.mergeUpdates(gathered)
        clear()
        send(all)
      }, tabEditsDelayMs)
    },
    clear,
  }
}
