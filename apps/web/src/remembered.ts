// A value the browser remembers for this person (name, colour, theme) and that every open tab shares. Storage may be
// blocked or full: then the value lives as long as the page, and nothing fails.

/** The part of `Storage` that is used, so that tests can hand in a map. */
export interface KeyValue {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

export interface Remembered<T> {
  get(): T
  set(value: T): void
  /** Calls `listener` after each change, from here or from another tab; returns its own off. */
  subscribe(listener: () => void): () => void
  /** Takes over what another tab has stored. */
  reread(): void
}

export interface RememberedOptions<T> {
  readonly key: string
  /** `undefined` when the stored text is missing or cannot be understood. */
  readonly decode: (text: string) => T | undefined
  readonly encode: (value: T) => string
  readonly initial: () => T
  readonly storage: KeyValue | undefined
}

export function createRemembered<T>(options: RememberedOptions<T>): Remembered<T> {
  const { key, decode, encode, initial, storage } = options
  const listeners = new Set<() => void>()
  let value = read() ?? initial()

  function read(): T | undefined {
    try {
      const text = storage?.getItem(key)
      return text === null || text === undefined ? undefined : decode(text)
    } catch {
      return undefined // Reading storage throws where the browser blocks it.
    }
  }
  function changed(next: T): void {
    value = next
    for (const listener of listeners) listener()
  }

  return {
    get: () => value,
    set(next) {
      try {
        storage?.setItem(key, encode(next))
      } catch {
        // Full or blocked: the choice still holds for this page.
      }
      changed(next)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reread() {
      const stored = read()
      if (stored !== undefined) changed(stored)
    },
  }
}

/** `localStorage`, or `undefined` where even touching it throws. */
export function browserStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

/** Keeps `remembered` equal in all tabs of this site. */
export function shareBetweenTabs(key: string, remembered: { reread(): void }): void {
  addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) remembered.reread()
  })
}
