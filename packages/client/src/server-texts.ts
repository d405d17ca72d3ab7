// The text frames of a Stet server, read and handed out: one function for each thing the server can say.

import {
  decodeServerText,
  type ErrorCode,
  type Role,
  type SchemaVersion,
  type ServerText,
} from '@stet/protocol'
import type { ChatMessage } from './document-connection.ts'

export interface ServerTextHandlers {
  /** The first `frames` update frames of this socket are durable. */
  saved(frames: number): void
  storageOk(): void
  chat(message: ChatMessage): void
  error(code: ErrorCode, detail: string): void
  role(role: Role): void
  tokenExpiring(): void
  schema(schema: SchemaVersion): void
  /** What came cannot be read. */
  unreadable(error: unknown): void
}

export function handOutServerText(text: string, handlers: ServerTextHandlers): void {
  let message: ServerText | undefined
  try {
    message = decodeServerText(text)
  } catch (error) {
    handlers.unreadable(error)
    return
  }
  switch (message?.type) {
    case 'saved':
      return handlers.saved(message.frames)
    case 'storage-ok':
      return handlers.storageOk()
    case 'chat': {
      const { type: _, ...chat } = message
      return handlers.chat(chat)
    }
    case 'error':
      return handlers.error(message.code, message.message)
    case 'role':
      return handlers.role(message.role)
    case 'token-expiring':
      return handlers.tokenExpiring()
    case 'schema':
      return handlers.schema({ version: message.version, hash: message.hash })
    case undefined:
      // A type of a newer server.
      return
    default:
      return message satisfies never
  }
}
