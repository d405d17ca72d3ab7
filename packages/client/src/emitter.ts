// The smallest event emitter that keeps one listener's mistake from the others, and whose `on` returns its
// own off.

export type Listeners = Readonly<Record<string, (value: never) => void>>

export interface Emitter<Events extends Listeners> {
  on<Name extends keyof Events>(name: Name, listener: Events[Name]): () => void
  /** False when nobody listens. */
  emit<Name extends keyof Events>(name: Name, ...values: Parameters<Events[Name]>): boolean
  clear(): void
}

export function createEmitter<Events extends Listeners>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(...values: never[]) => void>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      // A function of its own, so that adding the same listener twice is undone one at a time.
      const own = (...values: never[]) => (listener as (...values: never[]) => void)(...values)
      set.add(own)
      return () => set.delete(own)
    },
    emit(name, ...values) {
      const set = listeners.get(name)
      if (set === undefined || set.size === 0) return false
      // A copy: one that is added meanwhile waits for the next event.
      const current = [...set]
      for (const listener of current) {
        try {
          listener(...(values as never[]))
        } catch (error) {
          reportError(error)
        }
      }
      return true
    },
    clear() {
      listeners.clear()
    },
  }
}

/** An error that belongs to nobody here: to the page's own error reporting, or the console. */
function reportError(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
  else console.error(error)
}
