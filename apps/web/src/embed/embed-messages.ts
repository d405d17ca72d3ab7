// The messages between the frame and the page around it. docs/embedding.md ("In a frame") is their reference.
import type { EditorEvents, EditorUser } from '@stet/editor'

export interface OpenMessage {
  readonly type: 'stet:open'
  readonly user?: EditorUser
  /** Without it, what the server lets everybody do. */
  readonly token?: string
}

/** The answer to `stet:token-wanted`. */
export interface TokenMessage {
  readonly type: 'stet:token'
  readonly token: string
}

export interface CallMessage {
  readonly type: 'stet:call'
  /** Comes back with the answer. */
  readonly id: string | number
  readonly method: string
  readonly args: readonly unknown[]
}

export type MessageToFrame = OpenMessage | TokenMessage | CallMessage

export type ToldEvent = 'ready' | 'change' | 'selection' | 'status' | 'presence' | 'error'

export type MessageFromFrame =
  | { readonly type: 'stet:hello' }
  | { readonly type: 'stet:token-wanted' }
  | { readonly type: 'stet:answer'; readonly id: string | number; readonly value: unknown }
  | { readonly type: 'stet:refusal'; readonly id: string | number; readonly message: string }
  | { readonly type: 'stet:event'; readonly event: ToldEvent; readonly detail: unknown }

/** undefined: something else, of which a page may hear much. */
export function readMessage(data: unknown): MessageToFrame | undefined {
  if (!isRecord(data)) return undefined
  const { type, user, token, id, method, args = [] } = data
  switch (type) {
    case 'stet:open':
      return {
        type,
        ...(isUser(user) ? { user } : {}),
        ...(typeof token === 'string' ? { token } : {}),
      }
    case 'stet:token':
      return typeof token === 'string' ? { type, token } : undefined
    case 'stet:call': {
      const isCall = typeof method === 'string' && (typeof id === 'string' || typeof id === 'number')
      return isCall && Array.isArray(args) ? { type, id, method, args } : undefined
    }
    default:
      return undefined
  }
}

/** What of an event can be told to another page: data, no objects of ours. */
export function tellable(detail: EditorEvents[ToldEvent]): unknown {
  return detail instanceof Error
    ? { name: detail.name, message: detail.message }
    : structuredClone(detail ?? null)
}

function isUser(value: unknown): value is EditorUser {
  return isRecord(value) && typeof value['name'] === 'string' && typeof value['color'] === 'string'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
