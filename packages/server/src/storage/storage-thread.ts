// The main thread's side of a storage thread: calls as promises, and what happens when the thread dies.
//
// A thread that ends by itself (out of memory, a bug) is started again with a growing pause. That is safe: a
// transaction it had open is rolled back, and rows whose COMMIT was not reported are appended again by the engine,
// which Yjs updates bear. Ending the process instead would cut off everybody who is typing, for a fault that a new
// thread usually does not have. While the thread is down every call rejects at once, so readiness turns red.
import { Worker } from 'node:worker_threads'
import { StorageError } from './storage-error.ts'
import type { CallTable, FromThread, ThreadData } from './thread-messages.ts'

/** Pauses before a dead thread is started again: the first, and the longest. Milliseconds. */
const firstPause = 100
const longestPause = 5000

/** A thread that does not close within this time (milliseconds) hangs in the disk, and is ended. */
const closeDeadline = 3000

export interface StorageThread<Calls extends CallTable> {
  call<Op extends keyof Calls & string>(
    op: Op,
    request: Calls[Op]['request'],
    transfer?: readonly ArrayBuffer[],
  ): Promise<Calls[Op]['result']>
  readonly up: boolean
  /** Lets calls made before finish. */
  close(): Promise<void>
}

export interface StorageThreadOptions {
  /** The program of the thread: a call of `serveThread`. */
  readonly file: URL
  /** Asked at each start. */
  readonly data: () => ThreadData
  /** Most heap the thread may take, in MiB. */
  readonly maxHeap?: number
  readonly onNotice?: (text: string) => void
  /** The thread ended by itself, or could not be started again. */
  readonly onDown: (error: Error) => void
  readonly onUp?: () => void
}

/** Resolves once the thread has opened the file; rejects with its StorageError 'open-failed' if it cannot. */
export async function startStorageThread<Calls extends CallTable>(
  options: StorageThreadOptions,
): Promise<StorageThread<Calls>> {
  type State =
    | { kind: 'up'; worker: Worker }
    | { kind: 'down'; timer: NodeJS.Timeout | undefined }
    | { kind: 'closed' }
  let state: State
  let pause = firstPause
  let lastId = 0
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()

  const rejectPending = (): void => {
    for (const { reject } of pending.values()) reject(down())
    pending.clear()
  }

  const onMessage = (message: FromThread): void => {
    switch (message.type) {
      case 'result':
        pending.get(message.id)?.resolve(message.value as never)
        pending.delete(message.id)
        return
      case 'failed':
        pending.get(message.id)?.reject(new StorageError(message.error.code, message.error.message))
        pending.delete(message.id)
        return
      case 'notice':
        options.onNotice?.(message.text)
        return
      case 'ready':
      case 'open-failed':
        return // `openThread` listens to these
    }
  }

  const onExit = (error: Error): void => {
    rejectPending()
    if (state.kind === 'closed') return
    options.onDown(error)
    restartLater()
  }

  const restartLater = (): void => {
    const timer = setTimeout(() => void restart(), pause)
    timer.unref()
    state = { kind: 'down', timer }
    pause = Math.min(2 * pause, longestPause)
  }

  const restart = async (): Promise<void> => {
    try {
      const worker = await openThread(options, onMessage, onExit)
      // Closed while it was starting.
      if (state.kind === 'closed') return void worker.terminate()
      state = { kind: 'up', worker }
      pause = firstPause
      options.onUp?.()
    } catch (error) {
      if (state.kind === 'closed') return
      options.onDown(error instanceof Error ? error : new Error(String(error)))
      restartLater()
    }
  }

  const post = <Result>(message: object, transfer: readonly ArrayBuffer[]): Promise<Result> => {
    if (state.kind === 'closed') {
      return Promise.reject(new StorageError('closed', 'This storage is closed.'))
    }
    if (state.kind === 'down') return Promise.reject(down())
    const { worker } = state
    const id = (lastId += 1)
    return new Promise<Result>((resolve, reject) => {
      pending.set(id, { resolve, reject })
      worker.postMessage({ ...message, id }, [...transfer])
    })
  }

  state = { kind: 'up', worker: await openThread(options, onMessage, onExit) }

  return {
    call: (op, request, transfer = []) => post({ op, request }, transfer),
    get up() {
      return state.kind === 'up'
    },
    async close() {
      if (state.kind === 'closed') return
      if (state.kind === 'down') {
        clearTimeout(state.timer)
        state = { kind: 'closed' }
        return
      }
      const { worker } = state
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      const asked = post({ op: 'close' }, [])
      state = { kind: 'closed' }
      const timer = setTimeout(() => void worker.terminate(), closeDeadline)
      await asked.catch(() => undefined)
      await exited
      clearTimeout(timer)
    },
  }
}

function openThread(
  options: StorageThreadOptions,
  onMessage: (message: FromThread) => void,
  onExit: (error: Error) => void,
): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(options.file, {
      // Not the flags of the process: `--input-type` or a loader would keep the thread from starting.
      execArgv: [],
      workerData: options.data(),
      ...(options.maxHeap === undefined
        ? {}
        : { resourceLimits: { maxOldGenerationSizeMb: options.maxHeap } }),
    })
    let opened = false
    let failure: Error | undefined
    worker.on('error', (error) => (failure = error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => {
      const error = failure ?? new StorageError('unavailable', `A storage thread ended with code ${code}.`)
      if (opened) onExit(error)
      else reject(error)
    })
    worker.on('message', (message: FromThread) => {
      if (message.type === 'ready') {
        opened = true
        resolve(worker)
      } else if (message.type === 'open-failed') {
        failure = new StorageError(message.error.code, message.error.message)
      } else {
        onMessage(message)
      }
    })
  })
}

function down(): StorageError {
  return new StorageError('unavailable', 'The storage thread has stopped and is being started again.')
}
