// A storage in which one call fails, the n-th of a method: a full disk, an I/O error, a thread that dies. Either nothing was
// done when it fails, or all was done and only the answer was lost; whoever calls cannot know which.
import { StorageError } from '../storage/storage-error.ts'
import type { Storage } from '../storage/types.ts'

export interface Fault {
  readonly method: string
  /** Which call of the method, counted from 1. */
  readonly call: number
  /** After: everything was done, and only the answer is lost. */
  readonly when: 'before' | 'after'
}

export interface FaultyStorage extends Storage {
  /** How often each method was called so far. */
  readonly calls: ReadonlyMap<string, number>
  /** Whether a call of this method has succeeded. */
  hasDone(method: string): boolean
  /** Resolves when this method is called the next time. */
  nextCall(method: string): Promise<void>
}

type Method = (...args: readonly unknown[]) => Promise<unknown>

/** Without a fault it only counts. */
export function createFaultyStorage(storage: Storage, fault?: Fault): FaultyStorage {
  const calls = new Map<string, number>()
  const waiting = new Map<string, PromiseWithResolvers<void>>()
  const done = new Set<string>()

  const guard =
    (name: string, method: Method): Method =>
    async (...args) => {
      const call = (calls.get(name) ?? 0) + 1
      calls.set(name, call)
      waiting.get(name)?.resolve()
      waiting.delete(name)
      const fails = fault !== undefined && fault.method === name && fault.call === call
      if (fails && fault.when === 'before') throw lost(name)
      const result = await method(...args)
      if (fails) throw lost(name)
      done.add(name)
      return result
    }

  // Every method there is, so that none is forgotten when the port grows.
  const guarded = Object.fromEntries(
    Object.entries(storage as unknown as Record<string, Method>).map(([name, method]) => [
      name,
      name === 'healthy' ? method : guard(name, method),
    ]),
  )
  return {
    ...(guarded as unknown as Storage),
    calls,
    hasDone: (method) => done.has(method),
    nextCall(method) {
      const known = waiting.get(method) ?? Promise.withResolvers<void>()
      waiting.set(method, known)
      return known.promise
    },
  }
}

function lost(method: string): StorageError {
  return new StorageError('unavailable', `The disk failed in ${method}.`)
}
