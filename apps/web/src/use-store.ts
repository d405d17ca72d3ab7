// The bridge between a small store outside the tree (theme, identity, location) and a component that shows it.
import { useEffect, useReducer } from 'preact/hooks'

export interface Store<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

export function useStore<T>(store: Store<T>): T {
  const [, rerender] = useReducer<number, undefined>((count) => count + 1, 0)
  const shown = store.get()
  useEffect(() => {
    const listener = () => rerender(undefined)
    // Between rendering and this effect the store may have moved on.
    if (store.get() !== shown) listener()
    return store.subscribe(listener)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `shown` is only compared at the time of subscribing.
  }, [store])
  return shown
}
