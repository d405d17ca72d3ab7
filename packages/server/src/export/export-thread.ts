// The program of the thread in which one document is exported. It ends with its one answer.
import { parentPort, workerData } from 'node:worker_threads'
import { encodeDocument } from './encode-document.ts'
import type { ExportTask } from './export-document.ts'

const { updates, format } = workerData as ExportTask
const bytes = encodeDocument(updates, format)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort?.postMessage(bytes)
