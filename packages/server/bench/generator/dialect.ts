// How each server wants to be spoken to. The frames are y-websocket's everywhere; Hocuspocus wants the document's name
// before each and a token first; a relay wants nothing.
import { decodeServerText, encodeFrame, encodeStateVector, stetSubprotocol } from '@stet/protocol'

export type Dialect = 'stet' | 'relay' | 'hocuspocus'

export interface Opening {
  readonly path: string
  readonly subprotocol: string | undefined
  /** Binary messages that a client sends as soon as its socket is open. */
  readonly messages: readonly Uint8Array[]
}

export interface OpeningOptions {
  readonly dialect: Dialect
  readonly document: string
  /** What the client holds already. */
  readonly clocks: ReadonlyMap<number, number>
}

export function openingOf({ dialect, document, clocks }: OpeningOptions): Opening {
  const stepOne = encodeFrame({ type: 'sync-step-1', stateVector: encodeStateVector(clocks) })
  if (dialect === 'stet') {
    return { path: `/sync/${document}`, subprotocol: stetSubprotocol, messages: [stepOne] }
  }
  if (dialect === 'hocuspocus') {
    const messages = [addressed(document, anyToken), addressed(document, stepOne)]
    return { path: '/', subprotocol: undefined, messages }
  }
  // A relay would pass the question to everybody, and no server does that.
  return { path: `/${document}`, subprotocol: undefined, messages: [] }
}

/** Nobody checks it, but nothing is answered before it: a token "t" of a client of version 4.7.0. */
const anyToken = new Uint8Array([2, 0, 1, 0x74, 5, ...Buffer.from('4.7.0')])

/** A y-websocket frame as this server expects it. */
export function inDialect(dialect: Dialect, document: string, frame: Uint8Array): Uint8Array {
  return dialect === 'hocuspocus' ? addressed(document, frame) : frame
}

/** Whether this is the sync step 2 that answers the client's question. */
export function isAnswer(dialect: Dialect, document: string, message: Uint8Array): boolean {
  const at = dialect === 'hocuspocus' ? document.length + 1 : 0
  const isSync = message[at] === 0 || (dialect === 'hocuspocus' && message[at] === 4)
  return isSync && message[at + 1] === 1
}

/** What a server's message confirms of the updates that a client sent: the first so many, so many more, or nothing. */
export function confirmationIn(
  dialect: Dialect,
  document: string,
  message: Uint8Array,
  isText: boolean,
): { readonly upTo: number } | { readonly more: number } | undefined {
  if (dialect === 'stet') {
    const text = isText ? decodeServerText(Buffer.from(message).toString()) : undefined
    return text?.type === 'saved' ? { upTo: text.frames } : undefined
  }
  // Hocuspocus: "sync status", one for each update.
  const at = document.length + 1
  return dialect === 'hocuspocus' && message[at] === 8 && message[at + 1] === 1 ? { more: 1 } : undefined
}

/** What keeps a silent client connected. */
export function keepalive(dialect: Dialect, document: string): Uint8Array | undefined {
  return dialect === 'hocuspocus' ? addressed(document, encodeFrame({ type: 'query-awareness' })) : undefined
}

/** Names are ASCII and shorter than 128 characters here. */
function addressed(document: string, frame: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([document.length]), Buffer.from(document), frame])
}
