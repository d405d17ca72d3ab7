// The body of an upload, piece by piece, as fast as the disk takes it. A sender who falls silent is cut off; the server's
// bound for a whole request is minutes, which slow networks need.
import { UploadError } from './upload-store.ts'
import type { Clock } from '@stet/engine'
import type { IncomingMessage } from 'node:http'

export interface ReadUploadOptions {
  readonly clock: Clock
  readonly silenceMs: number
}

/** Ends the connection, and throws, when nothing comes for `silenceMs`. */
export async function* readUpload(
  request: IncomingMessage,
  { clock, silenceMs }: ReadUploadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const waitFrom = (): (() => void) =>
    clock.setTimer(silenceMs, () =>
      request.destroy(new UploadError('unavailable', `Nothing came for ${silenceMs} ms.`)),
    )
  let stopWaiting = waitFrom()
  try {
    // Whoever stops reading in between (a picture that is too large) leaves the request as it is: it has yet to be answered.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      stopWaiting()
      yield chunk as Buffer
      stopWaiting = waitFrom()
    }
  } finally {
    stopWaiting()
  }
}
