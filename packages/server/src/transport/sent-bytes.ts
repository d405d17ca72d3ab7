// How much of what was written has left this process: the only sign that a peer with a long queue is still reading.
import type { Duplex } from 'node:stream'

/** A number that rises while the peer reads. */
export function sentBytes(raw: Duplex): number {
  // Not in Node's documentation, but what its own socket timeout looks at. Without it progress is seen a whole write at
  // a time, which is too coarse only for a very large document on a very slow line.
  const { _handle: handle, bytesWritten = 0 } = raw as Duplex & {
    readonly _handle?: { readonly bytesWritten?: unknown; readonly writeQueueSize?: unknown } | null
    readonly bytesWritten?: number
  }
  if (typeof handle?.bytesWritten === 'number' && typeof handle.writeQueueSize === 'number') {
    return handle.bytesWritten - handle.writeQueueSize
  }
  return bytesWritten - raw.writableLength
}
