// What a connection uses of the world around it, in one place, so that tests hand in their own and Node,
// where there is no page and no IndexedDB, is a normal case.

export interface Environment {
  /** A steady clock, in ms. */
  now(): number
  /** As Math.random: spreads reconnects. */
  random(): number
  readonly WebSocket: typeof WebSocket | undefined
  readonly indexedDB: IDBFactory | undefined
  /** The window: online, offline, pagehide, pageshow, beforeunload. */
  readonly page: EventTarget | undefined
  /** The page's document: visibilitychange. */
  readonly tab: (EventTarget & { readonly visibilityState: string }) | undefined
}

/** The real one; in Node without a page. */
export function currentEnvironment(): Environment {
  return {
    now: () => performance.now(),
    random: () => Math.random(),
    WebSocket: globalThis.WebSocket,
    indexedDB: readIndexedDb(),
    page: typeof window === 'undefined' ? undefined : window,
    tab: typeof document === 'undefined' ? undefined : document,
  }
}

/** Some browsers throw on the mere mention of it in a sandboxed frame. */
function readIndexedDb(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB
  } catch {
    return undefined
  }
}
