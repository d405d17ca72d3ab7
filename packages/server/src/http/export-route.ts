// GET /api/documents/<document>/export?format=html|json|markdown|text|yjs: what is saved of a document, as a file.
import { parseDocumentName } from '@stet/protocol'
import { exportFormats, isExportFormat } from '../export/encode-document.ts'
import { exportDocument, ExportError } from '../export/export-document.ts'
import { HttpError, securityHeaders } from './respond.ts'
import type { ExportFormat } from '../export/encode-document.ts'
import type { Storage } from '../storage/types.ts'
import type { Handler } from './router.ts'

/** Each takes a thread, up to a gigabyte and a processor for as long as it runs; more than these have to wait. */
const maxAtOnce = 2

const contentTypes: Readonly<Record<ExportFormat, readonly [type: string, extension: string]>> = {
  html: ['text/html; charset=utf-8', 'html'],
  json: ['application/json; charset=utf-8', 'json'],
  markdown: ['text/markdown; charset=utf-8', 'md'],
  text: ['text/plain; charset=utf-8', 'txt'],
  yjs: ['application/octet-stream', 'yjs'],
}

/** `storage` is asked for what is saved. Rejects with StorageError and ProtocolError as other document routes do. */
export function createExportHandler(storage: Pick<Storage, 'describe' | 'load'>): Handler {
  let running = 0
  return async ({ response, parameter, query }) => {
    const document = parseDocumentName(parameter)
    const format = query.get('format') ?? 'html'
    if (!isExportFormat(format)) {
      throw new HttpError({
        status: 400,
        code: 'bad-format',
        message: `"format" must be one of ${exportFormats.join(', ')}.`,
      })
    }
    if ((await storage.describe(document)) === undefined) {
      throw new HttpError({
        status: 404,
        code: 'not-found',
        message: `There is no document "${document}".`,
      })
    }
    if (running >= maxAtOnce) throw tryLater('Other documents are being exported. Try again in a moment.')
    running += 1
    let bytes: Uint8Array
    try {
      bytes = await exportDocument({ updates: await storage.load(document), format })
    } catch (error) {
      if (error instanceof ExportError) {
        throw new HttpError({ status: 500, code: 'export-failed', message: error.message })
      }
      throw error
    } finally {
      running -= 1
    }
    const [type, extension] = contentTypes[format]
    response.writeHead(200, {
      ...securityHeaders,
      'content-type': type,
      'content-length': bytes.byteLength,
      // Never shown as a page of this site: the content is other people's.
      'content-disposition': `attachment; filename="${document.replaceAll(':', '_')}.${extension}"`,
      'cache-control': 'no-store',
    })
    response.end(bytes)
  }
}

function tryLater(message: string): HttpError {
  return new HttpError({
    status: 503,
    code: 'busy',
    message,
    headers: { 'retry-after': '2' },
  })
}
