// A file that is to become a document, as one Yjs update. Nothing of the file is trusted: what comes out of here was
// built by Yjs from content that was understood, and passed the scanner that every client's updates pass.
import { jsonToYjs, metaName } from '@stet/document'
import { fromHTML } from '@stet/document/from-html'
import { fromMarkdown } from '@stet/document/markdown'
import { KnownUpdates, ProtocolError, scanUpdate, syncScanLimits } from '@stet/protocol'
import * as Y from 'yjs'
import type { DocumentJSON } from '@stet/document'

export const importFormats = ['html', 'json', 'markdown', 'yjs'] as const
export type ImportFormat = (typeof importFormats)[number]

/** The file is not what it was said to be. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}

/** Throws an ImportError that says what is wrong with the file. */
export function decodeImport(bytes: Uint8Array, format: ImportFormat): Uint8Array {
  const doc = new Y.Doc()
  try {
    fill[format](doc, bytes)
    const update = Y.encodeStateAsUpdate(doc)
    const scan = scanUpdate(update, new KnownUpdates(), syncScanLimits)
    if (scan.kind === 'gap') throw new ImportError('The file holds only a part of a document.')
    return update
  } catch (error) {
    if (error instanceof ProtocolError) throw new ImportError(error.message, { cause: error })
    throw error
  } finally {
    doc.destroy()
  }
}

const fill: Readonly<Record<ImportFormat, (doc: Y.Doc, bytes: Uint8Array) => void>> = {
  html: (doc, bytes) => fillFromText(doc, bytes, fromHTML),
  json: fillFromJSON,
  markdown: (doc, bytes) => fillFromText(doc, bytes, fromMarkdown),
  yjs: fillFromUpdate,
}

function fillFromText(...[doc, bytes, read]: [Y.Doc, Uint8Array, (text: string) => DocumentJSON]): void {
  try {
    jsonToYjs(read(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), doc)
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : 'it is not text in UTF-8.'
    throw new ImportError(`The file cannot be read: ${reason}`, { cause: error })
  }
}

function fillFromJSON(doc: Y.Doc, bytes: Uint8Array): void {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const { title, ...json } = JSON.parse(text) as DocumentJSON & { readonly title?: unknown }
    jsonToYjs(json, doc)
    if (typeof title === 'string' && title !== '') doc.getMap(metaName).set('title', title)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ImportError(`The file is not the JSON of a document: ${reason}`, { cause: error })
  }
}

function fillFromUpdate(doc: Y.Doc, bytes: Uint8Array): void {
  // Scanned before Yjs sees it: a hostile update may make Yjs build what no memory holds.
  const scan = scanUpdate(bytes, new KnownUpdates(), syncScanLimits)
  if (scan.kind === 'gap') {
    throw new ImportError('The file holds only a part of a document: it leans on updates that are not in it.')
  }
  try {
    Y.applyUpdate(doc, bytes)
  } catch (error) {
    throw new ImportError('The file is not a Yjs update (V1).', { cause: error })
  }
}
