/**
 * How a room comes to be: a document's log is read and taken in, or nothing stays behind. What an operator has to know of
 * a log that cannot be read, or is damaged, is told here.
 */
import { ProtocolError } from '@stet/protocol'
import type { DocumentName } from '@stet/protocol'
import type { Claim } from './ports.ts'
import { Room, type RoomContext } from './room.ts'

/** Reads a document's log. Rejects with a ProtocolError 'load-failed' and leaves nothing behind. */
export async function loadRoom(document: DocumentName, context: RoomContext): Promise<Room> {
  const started = context.clock.now()
  let rows: readonly Uint8Array[]
  let claims: readonly Claim[]
  try {
    ;[rows, claims] = await Promise.all([context.log.load(document), context.log.claims(document)])
  } catch (error) {
    if (error instanceof ProtocolError && error.code === 'load-failed') {
      context.report({ type: 'room-load-failed', document, reason: 'damaged', error })
      throw error
    }
    context.report({ type: 'room-load-failed', document, reason: 'unreadable', error })
    const message = 'The document cannot be read from storage right now. Try again.'
    throw new ProtocolError('load-failed', message, { cause: error })
  }
  try {
    const room = new Room(document, context)
    await room.replay({ rows, claims })
    const ms = context.clock.now() - started
    context.report({ type: 'room-loaded', document, rows: rows.length, bytes: room.bytes, ms })
    return room
  } catch (error) {
    context.report({ type: 'room-load-failed', document, reason: 'damaged', error })
    const message =
      'What storage holds of the document is damaged. It was left as it is; an operator has to restore it.'
    throw new ProtocolError('load-failed', message, { cause: error })
  }
}
