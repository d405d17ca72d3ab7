// Pictures over HTTP: POST /api/documents/<document>/uploads takes one from whoever may write the document, and
// GET /uploads/<name> gives it. Reading asks for no token, because an <img> cannot show one: the name is a hash of the
// content, which nobody guesses who has not seen the picture. Whoever may read a document can pass its pictures on, as
// they can its text, and taking a right back does not take back an address that was seen.
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseDocumentName, ProtocolError } from '@stet/protocol'
import { createConnectRate, networkOf } from '../transport/connect-rate.ts'
import { UploadError } from '../uploads/upload-store.ts'
import { readUpload } from '../uploads/read-upload.ts'
import { visitorOf } from './http-access.ts'
import { HttpError, securityHeaders, sendJson } from './respond.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { Logger } from '../logger.ts'
import type { UploadErrorCode, UploadStore } from '../uploads/upload-store.ts'
import type { Handler, Route } from './router.ts'
import type { Clock } from '@stet/engine'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface UploadRoutesOptions {
  /** Undefined: this server keeps no pictures. */
  readonly store: UploadStore | undefined
  readonly access: AccessControl
  readonly clock: Clock
  readonly log: Logger
  readonly limits: UploadLimits
}

export interface UploadLimits {
  /** Pictures one person may send per second, once the burst is spent; anonymous people count by their network. */
  readonly perSecond: number
  /** So many may come at once: the pictures of a holiday. */
  readonly burst: number
  /** Of everybody. Each costs a file descriptor and a place in the disk's queue. */
  readonly atOnce: number
  /** A sender from whom nothing comes for so long has gone. */
  readonly silenceMs: number
}

export const defaultUploadLimits: UploadLimits = { perSecond: 1, burst: 60, atOnce: 32, silenceMs: 30_000 }

export function uploadRoutes({ store, access, clock, log, limits }: UploadRoutesOptions): Route[] {
  const rate = createConnectRate({ perSecond: limits.perSecond, burst: limits.burst }, () => clock.now())
  let running = 0

  const upload: Handler = async ({ request, response, parameter }) => {
    const uploads = requireStore(store)
    allowOrigin(request, response, access)
    const document = parseName(parameter)
    const { principal } = await visitorOf(request, access).require(document, 'write')
    const wait = rate.attempt(
      principal === 'anonymous' ? `anonymous ${networkOf(access.addressOf(request))}` : principal,
    )
    if (wait > 0) throw tooMany(wait)
    if (running >= limits.atOnce) throw busy()
    running += 1
    try {
      const stored = await uploads.add(readUpload(request, { clock, silenceMs: limits.silenceMs }))
      const { name, mime, bytes } = stored
      log.info('A picture was uploaded', { document, principal, name, bytes })
      sendJson(response, { src: `/uploads/${name}`, type: mime, bytes }, { status: 201 })
    } catch (error) {
      throw error instanceof UploadError ? refusal(error) : error
    } finally {
      running -= 1
      // What is left of a body that is not wanted is read and thrown away, so that the answer gets through.
      request.resume()
    }
  }

  /** A page of an allowed site asks this first. */
  const preflight: Handler = ({ request, response }) => {
    allowOrigin(request, response, access)
    response.setHeader('access-control-allow-methods', 'POST')
    response.setHeader('access-control-allow-headers', 'authorization, content-type')
    response.setHeader('access-control-max-age', '600')
    response.writeHead(204, securityHeaders).end()
  }

  const download: Handler = async ({ request, response, parameter }) => {
    const found = await requireStore(store).find(parameter)
    if (found === undefined) {
      throw new HttpError({ status: 404, code: 'not-found', message: 'There is no such picture.' })
    }
    const headers = {
      ...securityHeaders,
      // Opened by itself it is a picture and nothing more, whatever else its bytes could be read as.
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': found.mime,
      'content-disposition': `inline; filename="${found.name}"`,
      'cache-control': 'public, max-age=31536000, immutable',
      // Editors on other sites show it too.
      'cross-origin-resource-policy': 'cross-origin',
      etag: `"${found.name}"`,
    }
    if (request.headers['if-none-match']?.includes(headers.etag)) {
      response.writeHead(304, headers).end()
      return
    }
    response.writeHead(200, { ...headers, 'content-length': found.bytes })
    if (request.method === 'HEAD') {
      response.end()
      return
    }
    await pipeline(createReadStream(found.path), response).catch(() => response.destroy())
  }

  return [
    { path: '/api/documents/:/uploads', methods: { POST: upload, OPTIONS: preflight } },
    { path: '/uploads/:', methods: { GET: download } },
  ]
}

/** Throws an HttpError 403 for a page that may not; else the browser is told that it may read the answer. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, access: AccessControl): void {
  const { origin, host } = request.headers
  // Not only with a cookie: an open server must not fill its disk for any page that somebody happens to visit.
  if (!access.isOriginAllowed({ origin, host })) {
    throw new HttpError({
      status: 403,
      code: 'forbidden-origin',
      message: `Pages of ${JSON.stringify(origin)} may not upload to this server.`,
    })
  }
  if (origin === undefined) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'Origin')
}

function requireStore(store: UploadStore | undefined): UploadStore {
  if (store !== undefined) return store
  throw new HttpError({ status: 404, code: 'no-uploads', message: 'This server keeps no pictures.' })
}

function parseName(parameter: string) {
  try {
    return parseDocumentName(parameter)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new HttpError({ status: 400, code: error.code, message: error.message })
  }
}

const statuses: Readonly<Record<UploadErrorCode, number>> = {
  'too-large': 413,
  'not-a-picture': 415,
  'no-space': 507,
  unavailable: 503,
}

function refusal({ code, message }: UploadError): HttpError {
  return new HttpError({ status: statuses[code], code, message })
}

function tooMany(waitMs: number): HttpError {
  return new HttpError({
    status: 429,
    code: 'rate-limited',
    message: 'Too many pictures in a short time. Try again in a moment.',
    headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
  })
}

function busy(): HttpError {
  return new HttpError({
    status: 503,
    code: 'busy',
    message: 'Other pictures are being stored. Try again in a moment.',
    headers: { 'retry-after': '2' },
  })
}
