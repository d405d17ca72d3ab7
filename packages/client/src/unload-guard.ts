// Asks before a tab with unsaved edits is closed. The listener is there only while it is needed, because a
// page with a `beforeunload` listener may not enter the browser's back/forward cache.

export interface UnloadGuard {
  /** Whether closing now should be asked about. */
  set(needed: boolean): void
}

export function createUnloadGuard(page: EventTarget): UnloadGuard {
  let active = false
  return {
    set(needed) {
      if (needed === active) return
      active = needed
      if (needed) page.addEventListener('beforeunload', ask)
      else page.removeEventListener('beforeunload', ask)
    },
  }
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
  // Older browsers look at this instead of preventDefault.
  event.returnValue = true
}
