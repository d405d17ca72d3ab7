// Where a page of the document list ended, as an opaque word for the client to send back.
import { isDocumentName } from '@stet/protocol'
import type { ListPosition } from '../storage/types.ts'

export function encodeListCursor({ changed, document }: ListPosition): string {
  return Buffer.from(JSON.stringify([changed, document])).toString('base64url')
}

/** Undefined for what is no cursor of ours. */
export function decodeListCursor(cursor: string): ListPosition | undefined {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const [changed, document] = value as unknown[]
  if (!Number.isSafeInteger(changed) || typeof document !== 'string' || !isDocumentName(document))
    return undefined
  return { changed: changed as number, document }
}
