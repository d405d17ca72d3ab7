// The thread's side of a call: open, say so, then answer calls one after the other until told to close.
import { parentPort } from 'node:worker_threads'
import { describeSqlite, sqliteCode, sqliteCodes } from './sqlite-file.ts'
import { StorageError } from './storage-error.ts'
import type { CallTable, FromThread, ToThread, WireError } from './thread-messages.ts'

/** One function per operation. Throwing answers the caller with the error; the thread goes on. */
export type Operations<Calls extends CallTable> = {
  readonly [Op in keyof Calls]: (request: Calls[Op]['request']) => Calls[Op]['result']
}

export interface ThreadBody<Calls extends CallTable> {
  readonly operations: Operations<Calls>
  close(): void
}

/** Runs `open` and serves what it returns. To be called once, at the top of a thread's file. */
export function serveThread<Calls extends CallTable>(open: () => ThreadBody<Calls>): void {
  const port = parentPort
  if (port === null) throw new Error('This file is a storage thread: it is started by openSqliteStorage().')
  const say = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, [...transfer])

  let body: ThreadBody<Calls>
  try {
    body = open()
  } catch (error) {
    say({ type: 'open-failed', error: toWireError(error) })
    port.close()
    return
  }
  port.on('message', (message: ToThread<Calls>) => {
    const { id } = message
    try {
      if (isClose(message)) {
        body.close()
        say({ type: 'result', id, value: null })
        port.close()
        return
      }
      const value = body.operations[message.op](message.request)
      say({ type: 'result', id, value }, transferable(value))
    } catch (error) {
      say({ type: 'failed', id, error: toWireError(error) })
    }
  })
  say({ type: 'ready' })
}

/** Tells the main thread something outside of a call. */
export function notice(text: string): void {
  const message: FromThread = { type: 'notice', text }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort?.postMessage(message)
}

function isClose<Calls extends CallTable>(
  message: ToThread<Calls>,
): message is Extract<ToThread<Calls>, { op: 'close' }> {
  return message.op === 'close'
}

/** Packed bytes move to the other thread instead of being copied. */
function transferable(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return []
  return value.bytes instanceof Uint8Array && value.bytes.buffer instanceof ArrayBuffer
    ? [value.bytes.buffer]
    : []
}

function toWireError(error: unknown): WireError {
  if (error instanceof StorageError) return { code: error.code, message: error.message }
  switch (sqliteCode(error)) {
    case sqliteCodes.full:
      return { code: 'full', message: 'There is no space left for the data file.' }
    case sqliteCodes.corrupt:
    case sqliteCodes.notADatabase:
      return { code: 'damaged', message: `The data file is damaged (${describeSqlite(error)}).` }
    default:
      return { code: 'unavailable', message: `The data file cannot be used (${describeSqlite(error)}).` }
  }
}
