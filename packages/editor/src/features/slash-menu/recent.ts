// What was chosen lately, on this device. Where a page may not store anything, it is remembered until it is left.

const kept = 8

export interface Recent {
  /** The latest first. */
  readonly ids: readonly string[]
  add(id: string): void
}

/** `name` tells the lists of one page apart. */
export function createRecent(name: string): Recent {
  const storageKey = `stet:recent-${name}`
  let ids = read(storageKey)
  return {
    get ids() {
      return ids
    },
    add(id) {
      ids = [id, ...ids.filter((each) => each !== id)].slice(0, kept)
      try {
        localStorage.setItem(storageKey, JSON.stringify(ids))
      } catch {
        // Full, or forbidden: see above.
      }
    },
  }
}

function read(storageKey: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, kept) : []
  } catch {
    return []
  }
}
