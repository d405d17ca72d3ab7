/**
 * Taking a frame apart, within the limits of this server.
 */
import { decodeAwareness, decodeFrame, defaultAwarenessLimits, ProtocolError } from '@stet/protocol'
import type { AwarenessEntry, Frame } from '@stet/protocol'
import type { Limits } from './limits.ts'

/** Throws a ProtocolError. */
export function readFrame(bytes: Uint8Array, { frameBytes }: Pick<Limits, 'frameBytes'>): Frame {
  const frame = decodeFrame(bytes)
  // An update has limits of its own, by what it is: the scanner's and the room's.
  const isUpdate = frame.type === 'update' || frame.type === 'sync-step-2'
  if (!isUpdate && bytes.byteLength > frameBytes) {
    const sizes = `it has ${bytes.byteLength} bytes, and ${frameBytes} are allowed`
    throw new ProtocolError('bad-frame', `A frame was refused: ${sizes}.`)
  }
  return frame
}

/** Gives the error instead when the entries cannot be taken. */
export function readPresence(
  entries: Uint8Array,
  { presenceBytes, presenceEntries }: Pick<Limits, 'presenceBytes' | 'presenceEntries'>,
): readonly AwarenessEntry[] | ProtocolError {
  try {
    const limits = { maxStateBytes: presenceBytes, maxEntries: presenceEntries }
    return decodeAwareness(entries, { ...defaultAwarenessLimits, ...limits })
  } catch (error) {
    if (error instanceof ProtocolError) return error
    throw error
  }
}
