// A small typed emitter. One listener that throws does not keep the others from hearing; its error is reported as
// uncaught, where developers look.

export type Off = () => void

export interface Emitter<Events> {
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): Off
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void
  clear(): void
}

export function createEmitter<Events>(names: readonly (keyof Events & string)[]): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>(names.map((name) => [name, new Set()]))
  return {
    on(name, listener) {
      const set = listeners.get(name)
      if (!set)
        throw new TypeError(`There is no event "${String(name)}". The events are ${names.join(', ')}.`)
      set.add(listener)
      return () => void set.delete(listener)
    },
    emit(name, event) {
      // A copy: a listener may take itself away, or add others for the next time.
      for (const listener of Array.from(listeners.get(name) ?? [])) {
        try {
          listener(event as never)
        } catch (error) {
          reportError(error)
        }
      }
    },
    clear() {
      for (const set of listeners.values()) set.clear()
    },
  }
}
