// Tells when what was accepted so far is stored, from what the engine reports anyway.
import type { Engine, EngineEvent } from '@stet/engine'

export interface CommitWatch {
  /** To be called with every event of the engine. */
  event(event: EngineEvent): void
  /** Resolves when everything accepted before this call is on stable storage. May take for ever. */
  stored(): Promise<void>
}

export function createCommitWatch(queued: Engine['queued']): CommitWatch {
  let committed = 0
  let waiting: { readonly target: number; readonly resolve: () => void }[] = []
  return {
    event(event) {
      if (event.type !== 'commit') return
      committed += event.rows
      for (const { target, resolve } of waiting) if (committed >= target) resolve()
      waiting = waiting.filter(({ target }) => committed < target)
    },
    stored() {
      const { rows } = queued()
      if (rows === 0) return Promise.resolve()
      return new Promise((resolve) => waiting.push({ target: committed + rows, resolve }))
    },
  }
}
