// `stet.v1`: JSON text frames beside y-websocket's binary ones, sent only to clients that asked for the subprotocol.
// A stock client treats a text frame as bytes and fails on it, hence the asking.

import { isErrorCode, ProtocolError, type ErrorCode } from './errors.ts'
import { isRole, type Role } from './role.ts'
import { isSchemaVersion, type SchemaVersion } from './schema-offer.ts'

export const stetSubprotocol = 'stet.v1'

/**
 * A client shows its token as one more offered subprotocol, this and the token's bytes in base64url: a browser lets a
 * page set no other header, and an address ends up in logs. The server never selects it.
 */
export const tokenSubprotocolPrefix = 'stet.token.'

/** The longest chat message, in UTF-16 units. */
export const maxChatLength = 4000

/** The longest token, in characters. Tokens with rights for some hundred documents fit. */
export const maxTokenLength = 8192

export type ServerText =
  /** Of the update frames (sync step 2 and update) received on this connection, the first `frames` are durable. */
  | { readonly type: 'saved'; readonly frames: number }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string }
  /** After an error 'storage-unavailable': saving works again. */
  | { readonly type: 'storage-ok' }
  /** `from`: the sender's name, when the server knows it. */
  | { readonly type: 'chat'; readonly text: string; readonly from?: string }
  /** What this connection may do from now on. Not sent to one that may write from the beginning. */
  | { readonly type: 'role'; readonly role: Role }
  /** The token runs out at `at` (ms since the epoch); a client text 'token' before that renews it in place. */
  | { readonly type: 'token-expiring'; readonly at: number }
  /** An editor with a newer schema than this client offered may write in the document. */
  | ({ readonly type: 'schema' } & SchemaVersion)

export type ClientText =
  | { readonly type: 'chat'; readonly text: string }
  /** A fresh token of the same person, for the connection as it stands. */
  | { readonly type: 'token'; readonly token: string }

// A chat message of 4000 units, every one escaped as \uXXXX, and room for the rest. A token fits as well.
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
      return { type: 'saved', frames: count(frame['frames'], 'frames') }
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
    case 'role': {
      const { role } = frame
      if (!isRole(role)) fail('its "role" is none of "read", "comment" and "write"')
      return { type: 'role', role }
    }
    case 'token-expiring':
      return { type: 'token-expiring', at: count(frame['at'], 'at') }
    case 'schema': {
      const schema = { version: frame['version'], hash: frame['hash'] }
      if (!isSchemaVersion(schema)) fail('its "version" and "hash" are not those of a schema')
      return { type: 'schema', ...schema }
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
  switch (frame['type']) {
    case 'chat':
      return { type: 'chat', text: chatText(frame['text']) }
    case 'token':
      return { type: 'token', token: tokenText(frame['token']) }
    default:
      return fail(`its type ${JSON.stringify(frame['type']).slice(0, 40)} is unknown; known: "chat", "token"`)
  }
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

function tokenText(value: unknown): string {
  const token = string(value, 'token')
  if (token === '') fail('its "token" is empty')
  if (token.length > maxTokenLength) fail(`its "token" has more than ${maxTokenLength} characters`)
  return token
}

function string(value: unknown, field: string): string {
  return typeof value === 'string' ? value : fail(`its "${field}" is not a string`)
}

function count(value: unknown, field: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : fail(`its "${field}" is no count`)
}

function fail(reason: string): never {
  throw new ProtocolError('bad-text-frame', `A text frame was refused: ${reason}.`)
}
