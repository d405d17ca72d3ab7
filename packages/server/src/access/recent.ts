// A bounded memory of what was looked up lately: the oldest entry goes when there is no space, and one past its time
// is as good as absent.

interface Entry<Value> {
  readonly value: Value
  /** Milliseconds since the epoch. */
  readonly until: number
}

export class Recent<Value> {
  readonly #entries = new Map<string, Entry<Value>>()
  readonly #maxEntries: number
  readonly #now: () => number

  constructor({ maxEntries, now }: { readonly maxEntries: number; readonly now: () => number }) {
    this.#maxEntries = maxEntries
    this.#now = now
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (this.#now() < entry.until) return entry.value
    this.#entries.delete(key)
    return undefined
  }

  set(key: string, value: Value, until: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, until })
    if (this.#entries.size <= this.#maxEntries) return
    const oldest = this.#entries.keys().next()
    if (oldest.done !== true) this.#entries.delete(oldest.value)
  }

  clear(): void {
    this.#entries.clear()
  }
}
