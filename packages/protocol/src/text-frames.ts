// `stet.v1`: JSON text frames beside y-websocket's binary ones, sent only to clients that asked for the subprotocol.
// A stock client treats a text frame as bytes and fails on it, hence the asking.

import { isErrorCode, ProtocolError, type ErrorCode } from './errors.ts'

export const stetSubprotocol = 'stet.v1'

/** The longest chat message, in UTF-16 units. */
export const maxChatLength = 4000

export type ServerText =
  /** Of the update frames (sync step 2 and update) received on this connection, the first `frames` are durable. */
  | { readonly type: 'saved'; readonly frames: number }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string }
  /** After an error 'storage-unavailable': saving works again. */
  | { readonly type: 'storage-ok' }
  /** `from`: the sender's name, when the server knows it. */
  | { readonly type: 'chat'; readonly text: string; readonly from?: string }

export type ClientText = { readonly type: 'chat'; readonly text: string }

// A chat message of 4000 units, every one escaped as \uXXXX, and room for the rest.
const maxFrameLength = maxChatLength * 6 + 1000

export function encodeServerText(frame: ServerText): string {
  return JSON.stringify(frame)
}

/**
 * `undefined`: a type this version does not know, from a newer server; ignore it. Throws a ProtocolError
 * 'bad-text-frame' when it is no frame at all, or a known type with wrong fields.
 */
export function decodeServerText(text: string): ServerText | undefined {
  const frame = parseFrame(text)
  switch (frame['type']) {
    case 'saved':
      return { type: 'saved', frames: count(frame['frames']) }
    case 'error': {
      const code = string(frame['code'], 'code')
      // A newer server may know more codes; its sentence still tells the person what happened.
      return {
        type: 'error',
        code: isErrorCode(code) ? code : 'internal',
        message: string(frame['message'], 'message'),
      }
    }
    case 'storage-ok':
      return { type: 'storage-ok' }
    case 'chat': {
      const chat = { type: 'chat', text: chatText(frame['text']) } as const
      return frame['from'] === undefined ? chat : { ...chat, from: string(frame['from'], 'from') }
    }
    default:
      return undefined
  }
}

export function encodeClientText(frame: ClientText): string {
  return JSON.stringify(frame)
}

/** Throws a ProtocolError 'bad-text-frame'. */
export function decodeClientText(text: string): ClientText {
  const frame = parseFrame(text)
  if (frame['type'] !== 'chat')
    fail(`its type ${JSON.stringify(frame['type']).slice(0, 40)} is unknown; known: "chat"`)
  return { type: 'chat', text: chatText(frame['text']) }
}

function parseFrame(text: string): Readonly<Record<string, unknown>> {
  if (text.length > maxFrameLength) fail(`it has ${text.length} characters, more than ${maxFrameLength}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ProtocolError('bad-text-frame', 'A text frame was refused: it is not JSON.', { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('it is not a JSON object')
  const frame = value as Readonly<Record<string, unknown>>
  if (typeof frame['type'] !== 'string') fail('it has no "type"')
  return frame
}

function chatText(value: unknown): string {
  const text = string(value, 'text')
  if (text === '') fail('the chat message is empty')
  if (text.length > maxChatLength)
    fail(`the chat message has ${text.length} characters, more than ${maxChatLength}`)
  return text
}

function string(value: unknown, field: string): string {
  return typeof value === 'string' ? value : fail(`its "${field}" is not a string`)
}

function count(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : fail('its "frames" is no count')
}

function fail(reason: string): never {
  throw new ProtocolError('bad-text-frame', `A text frame was refused: ${reason}.`)
}
