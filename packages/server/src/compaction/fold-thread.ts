// Folding off the event loop, one document at a time, in a thread with bounded memory and time. A document that takes
// the thread down is no accident of the server: it is an answer, and the next one gets a new thread.
import { Worker } from 'node:worker_threads'
import { packBytes, unpackBytes } from '../storage/packed-bytes.ts'
import { threadFile } from '../storage/thread-file.ts'
import type { FoldAnswer } from './compaction-worker.ts'

export type FoldResult =
  /** `ms`: how long the folding itself took, without the start of a thread. */
  | { readonly kind: 'folded'; readonly snapshot: Uint8Array; readonly ms: number }
  | { readonly kind: 'unsound' | 'too-large'; readonly message: string }

export interface FoldThread {
  /** One call at a time. Never rejects. */
  fold(updates: readonly Uint8Array[]): Promise<FoldResult>
  /** Ends the thread, and what it does. The next `fold` starts it again. */
  stop(): Promise<void>
}

export interface FoldThreadOptions {
  /** MiB */
  readonly heap: number
  /** Milliseconds one document may take. */
  readonly deadline: number
}

export function createFoldThread({ heap, deadline }: FoldThreadOptions): FoldThread {
  let running: Worker | undefined

  const start = (): Worker => {
    const worker = new Worker(threadFile(new URL('./compaction-worker.ts', import.meta.url)), {
      // Not the flags of the process: `--input-type` or a loader would keep the thread from starting.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heap },
    })
    // It must not keep a process alive that has nothing else to do.
    worker.unref()
    return worker
  }

  return {
    fold(updates) {
      const worker = (running ??= start())
      const packed = packBytes(updates)
      return new Promise((resolve) => {
        let failure: FoldResult | undefined
        const timer = setTimeout(() => {
          failure = { kind: 'too-large', message: `It took longer than ${deadline} ms.` }
          void worker.terminate()
        }, deadline)
        const settle = (result: FoldResult): void => {
          clearTimeout(timer)
          worker.off('message', onMessage).off('error', onError).off('exit', onExit)
          resolve(result)
        }
        const onMessage = (answer: FoldAnswer): void => {
          if (answer.kind === 'unsound') return settle(answer)
          const [snapshot] = unpackBytes(answer.snapshot)
          return settle(
            snapshot
              ? { kind: 'folded', snapshot, ms: answer.ms }
              : { kind: 'unsound', message: 'Nothing came back.' },
          )
        }
        const onError = (error: unknown): void => {
          failure = isOutOfMemory(error)
            ? { kind: 'too-large', message: `It needs more than ${heap} MiB of memory.` }
            : { kind: 'unsound', message: error instanceof Error ? error.message : String(error) }
        }
        const onExit = (): void => {
          running = undefined
          settle(failure ?? { kind: 'unsound', message: 'The thread was stopped.' })
        }
        worker.on('message', onMessage).on('error', onError).on('exit', onExit)
        worker.postMessage(packed, [packed.bytes.buffer])
      })
    },
    async stop() {
      const worker = running
      running = undefined
      await worker?.terminate()
    },
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
