// Which document an upgrade request asks for. The raw request target is split here and decoded exactly once: a URL
// parser would resolve dots and a second decoding would let two spellings of one name be two documents.
import { parseDocumentName, ProtocolError } from '@stet/protocol'
import type { DocumentName } from '@stet/protocol'

const prefix = '/sync/'

/** Undefined for another path. Throws a ProtocolError 'bad-document-name' for a sync path without a valid name. */
export function parseSyncPath(requestTarget: string): DocumentName | undefined {
  const path = pathOf(requestTarget)
  if (!path.startsWith(prefix)) return undefined
  return parseDocumentName(decodeOnce(path.slice(prefix.length)))
}

/** The path of a request target, undecoded, without its query. */
export function pathOf(requestTarget: string): string {
  const end = requestTarget.indexOf('?')
  return end === -1 ? requestTarget : requestTarget.slice(0, end)
}

/** Throws a ProtocolError 'bad-document-name' when the text is not properly percent-encoded. */
export function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    throw new ProtocolError('bad-document-name', 'The address is not properly percent-encoded.', {
      cause: error,
    })
  }
}
