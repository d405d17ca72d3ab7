// A document's name is parsed once, at the edge. The parsed value is storage key, access key, bus channel and log
// field alike, so no two parts of the system can read the same request as two different documents.

import { ProtocolError } from './errors.ts'

export type DocumentName = string & { readonly __documentName: true }

// The unreserved characters of RFC 3986 and the colon: a name is the same text in a URL, decoded or not. 128 keeps
// any key made of it below the limits of file systems and databases.
const pattern = /^[A-Za-z0-9._~:-]{1,128}$/

export function isDocumentName(text: string): text is DocumentName {
  // "." and ".." would be resolved away by URL parsers and file systems.
  return pattern.test(text) && text !== '.' && text !== '..'
}

/** Throws a ProtocolError 'bad-document-name'. */
export function parseDocumentName(text: string): DocumentName {
  if (isDocumentName(text)) return text
  const shown = JSON.stringify(text.length > 140 ? `${text.slice(0, 140)}…` : text)
  throw new ProtocolError(
    'bad-document-name',
    `${shown} is not a document name. Use 1 to 128 of the characters A–Z a–z 0–9 . _ ~ : - and not "." or ".." alone.`,
  )
}
