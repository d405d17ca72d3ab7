// Exports a document in a thread of its own, so that everybody else goes on typing meanwhile, and so that a document
// which needs more memory than there is ends that thread and not the server.
import { Worker } from 'node:worker_threads'
import { threadFile } from '../storage/thread-file.ts'
import type { ExportFormat } from './encode-document.ts'

export interface ExportTask {
  /** The document's log, oldest first. */
  readonly updates: readonly Uint8Array[]
  readonly format: ExportFormat
}

export class ExportError extends Error {
  override readonly name = 'ExportError'
}

/** MiB. The largest document allowed takes about eleven times its 64 MiB as a Y.Doc. */
const maxHeap = 1024
/** Milliseconds. A log of 260,000 edits takes a second. */
const deadline = 60_000

/** Rejects with an ExportError that says what became of it. */
export function exportDocument({ updates, format }: ExportTask): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadFile(new URL('./export-thread.ts', import.meta.url)), {
      workerData: { updates, format } satisfies ExportTask,
      resourceLimits: { maxOldGenerationSizeMb: maxHeap },
    })
    const fail = (reason: string, cause?: unknown): void => {
      clearTimeout(timer)
      reject(new ExportError(`The document could not be exported: ${reason}.`, { cause }))
    }
    const timer = setTimeout(() => {
      fail(`it takes longer than ${deadline / 1000} seconds`)
      void worker.terminate()
    }, deadline)
    worker.on('message', (bytes: Uint8Array) => {
      clearTimeout(timer)
      resolve(bytes)
    })
    worker.on('error', (error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      fail(full ? 'it takes more memory than there is for it' : error.message, error)
    })
    worker.on('exit', () => fail('its thread ended'))
  })
}
