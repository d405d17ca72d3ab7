// The thread that folds documents: building a Y.Doc takes milliseconds to seconds that no socket should wait for.
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { packBytes, unpackBytes } from '../storage/packed-bytes.ts'
import { foldDocument } from './fold-document.ts'
import type { PackedBytes } from '../storage/packed-bytes.ts'

export type FoldAnswer =
  | { readonly kind: 'folded'; readonly snapshot: PackedBytes; readonly ms: number }
  | { readonly kind: 'unsound'; readonly message: string }

const port = parentPort
if (port === null) throw new Error('This file is the compaction thread: it is started by createFoldThread().')

// Edits go first where there are fewer cores than work. On Linux priorities are the thread's own; elsewhere this would
// slow the whole process down.
if (process.platform === 'linux') setPriority(10)

port.on('message', (updates: PackedBytes) => {
  const { answer, transfer } = fold(updates)
  port.postMessage(answer, transfer)
})

function fold(updates: PackedBytes): { answer: FoldAnswer; transfer: ArrayBuffer[] } {
  const started = performance.now()
  try {
    const snapshot = packBytes([foldDocument(unpackBytes(updates))])
    return {
      answer: { kind: 'folded', snapshot, ms: performance.now() - started },
      transfer: [snapshot.bytes.buffer],
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { answer: { kind: 'unsound', message }, transfer: [] }
  }
}
