// The page around the frame. Who that may be is held by the browser, by the `frame-ancestors` of the server. Of all windows
// only that one is listened to, and what it is told goes to its origin and no other: the one its first message came from.
import { readMessage, type MessageFromFrame, type MessageToFrame } from './embed-messages.ts'

export interface ParentPage {
  /** Lost while the page around has not spoken yet: nobody knows then who would hear it. */
  tell(message: MessageFromFrame): void
}

export function listenToParent(onMessage: (message: MessageToFrame) => void): ParentPage {
  let origin: string | undefined
  const { parent } = window
  if (parent === window) return { tell() {} }
  addEventListener('message', (event) => {
    // Frames without an origin (`sandbox`) could be anybody, and cannot be answered.
    if (event.source !== parent || event.origin === 'null') return
    if (origin !== undefined && event.origin !== origin) return
    const message = readMessage(event.data)
    if (message === undefined) return
    origin = event.origin
    onMessage(message)
  })
  // To whoever it is: there is nothing in it.
  parent.postMessage({ type: 'stet:hello' } satisfies MessageFromFrame, '*')
  return {
    tell(message) {
      if (origin !== undefined) parent.postMessage(message, origin)
    },
  }
}
