// The HTTP API for documents: list, create, describe. (Their content travels over the WebSocket.)
import { randomInt } from 'node:crypto'
import { errorTable, isDocumentName, parseDocumentName, ProtocolError } from '@stet/protocol'
import { maxTitleLength } from '../storage/derive-title.ts'
import { StorageError } from '../storage/storage-error.ts'
import { writeTitle } from '../write-title.ts'
import { readJsonBody } from './json-body.ts'
import { decodeListCursor, encodeListCursor } from './list-cursor.ts'
import { createExportHandler } from './export-route.ts'
import { notSignedIn, visitorOf } from './http-access.ts'
import { peopleIn } from './people.ts'
import { HttpError, sendJson } from './respond.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { DocumentRecord, ListPosition, Storage } from '../storage/types.ts'
import type { Visitor } from './http-access.ts'
import type { Person } from './people.ts'
import type { Handler, HttpRequest, Route } from './router.ts'
import type { Clock, Engine } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

const defaultLimit = 50
/** A page of the list may derive that many titles, and is read by people. */
const maxLimit = 100
/** Records looked at for one page, if somebody may read few of them: the rest is for the next page. */
const maxLookedAt = 2000

/** A document in a listing, as JSON. */
export interface DocumentSummary {
  readonly document: DocumentName
  /** '' when it has none. */
  readonly title: string
  /** ISO 8601, UTC. */
  readonly created: string
  readonly changed: string
  /** Size of its log. */
  readonly bytes: number
  /** Who is in it now and has a name; at most 20. */
  readonly people: readonly Person[]
}

export interface DocumentsApiOptions {
  readonly storage: Storage
  /** What is saved of a document; in place of the storage's own. */
  readonly load: Storage['load']
  readonly engine: Engine
  readonly clock: Clock
  readonly access: AccessControl
  readonly maxBodyBytes: number
}

export function documentRoutes(options: DocumentsApiOptions): Route[] {
  const { storage, load, engine, clock, access, maxBodyBytes } = options

  const summarize = (record: DocumentRecord): DocumentSummary => ({
    document: record.document,
    title: record.title,
    created: new Date(record.created).toISOString(),
    changed: new Date(record.changed).toISOString(),
    bytes: record.bytes,
    people: peopleIn(engine.presence(record.document)),
  })

  const list: Handler = async ({ request, response, query }) => {
    const { limit, before } = parseListQuery(query)
    const { records, next } = await readPage(storage, visitorOf(request, access), { limit, before })
    sendJson(response, {
      documents: records.map(summarize),
      ...(next ? { next: encodeListCursor(next) } : {}),
    })
  }

  const create: Handler = async ({ request, response }) => {
    const visitor = visitorOf(request, access)
    const { document, title } = parseCreate(await readJsonBody(request, maxBodyBytes))
    const { principal } = await visitor.require(document, 'write')
    if (!(await storage.create(document, clock.now()))) {
      throw new HttpError({
        status: 409,
        code: 'exists',
        message: `There is a document "${document}" already.`,
      })
    }
    if (title !== '') await writeTitle({ engine, clock, principal, document, title })
    const record = await storage.describe(document)
    if (record === undefined) throw new Error(`The document ${document} was created and is not there.`)
    // The listing's title may lag behind; the caller knows what it has just written.
    sendJson(response, summarize({ ...record, title: record.title === '' ? title : record.title }), {
      status: 201,
      headers: { location: `/api/documents/${document}` },
    })
  }

  const describe: Handler = async ({ request, response, parameter }) => {
    const document = parseName(parameter)
    await visitorOf(request, access).require(document, 'read')
    const record = await storage.describe(document)
    if (record === undefined) {
      throw new HttpError({
        status: 404,
        code: 'not-found',
        message: `There is no document "${document}".`,
      })
    }
    sendJson(response, summarize(record))
  }

  const exportSaved = createExportHandler({ describe: (document) => storage.describe(document), load })
  const exportDocument: Handler = async (asked) => {
    await visitorOf(asked.request, access).require(parseName(asked.parameter), 'read')
    await exportSaved(asked)
  }

  return [
    { path: '/api/documents', methods: { GET: explained(list), POST: explained(create) } },
    { path: '/api/documents/:', methods: { GET: explained(describe) } },
    { path: '/api/documents/:/export', methods: { GET: explained(exportDocument) } },
  ]
}

interface Page {
  readonly records: readonly DocumentRecord[]
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: ListPosition | undefined
}

/** The newest documents that the visitor may read. Throws an HttpError 401 when that is only because of the token. */
async function readPage(
  storage: Storage,
  visitor: Visitor,
  { limit, before }: { readonly limit: number; readonly before: ListPosition | undefined },
): Promise<Page> {
  const records: DocumentRecord[] = []
  let unknown = false
  let position = before
  for (let lookedAt = 0; ;) {
    // One more than asked for tells whether there is a next page.
    const found = await storage.list({ limit: limit + 1, ...(position ? { before: position } : {}) })
    const decisions = await Promise.all(found.map(({ document }) => visitor.decide(document)))
    for (const [index, record] of found.entries()) {
      const decision = decisions[index]
      if (decision?.kind === 'allow') records.push(record)
      else if (decision?.code === 'unauthorized') unknown = true
    }
    if (records.length > limit) return { records: records.slice(0, limit), next: records[limit - 1] }
    const last = found.at(-1)
    if (last === undefined || found.length <= limit) break
    lookedAt += found.length
    // Not inside a group of the same time: the position must not tell the name of a document that is not theirs.
    if (lookedAt >= maxLookedAt && found[0]?.changed !== last.changed) {
      return { records, next: { changed: last.changed, document: beforeAllNames } }
    }
    position = last
  }
  if (records.length === 0 && unknown) throw notSignedIn()
  return { records, next: undefined }
}

/** In the order of the list, before every name of the same time that is not this one. */
const beforeAllNames = parseDocumentName('~'.repeat(128))

function parseListQuery(query: URLSearchParams): { limit: number; before: ListPosition | undefined } {
  const limitText = query.get('limit') ?? String(defaultLimit)
  const limit = /^\d{1,3}$/u.test(limitText) ? Number(limitText) : 0
  if (limit < 1 || limit > maxLimit) {
    throw badRequest('bad-limit', `"limit" must be a number from 1 to ${maxLimit}, not ${show(limitText)}.`)
  }
  const cursor = query.get('cursor')
  if (cursor === null) return { limit, before: undefined }
  const before = decodeListCursor(cursor)
  if (before === undefined) {
    throw badRequest('bad-cursor', `"cursor" must be the "next" of a page before, not ${show(cursor)}.`)
  }
  return { limit, before }
}

function parseCreate(body: Readonly<Record<string, unknown>>): { document: DocumentName; title: string } {
  for (const field of Object.keys(body)) {
    if (field !== 'document' && field !== 'title') {
      throw badRequest('unknown-field', `${show(field)} is not known here. Known are "document" and "title".`)
    }
  }
  const { document, title = '' } = body
  if (typeof title !== 'string' || title.length > maxTitleLength || !title.isWellFormed()) {
    throw badRequest('bad-title', `"title" must be a text of at most ${maxTitleLength} characters.`)
  }
  return {
    document: document === undefined ? randomName() : parseName(document),
    title: title.replaceAll(/\s+/gu, ' ').trim(),
  }
}

function parseName(value: unknown): DocumentName {
  if (typeof value !== 'string') throw badRequest('bad-document-name', '"document" must be a text.')
  return parseDocumentName(value)
}

/** 16 letters and digits without the look-alikes: about 79 bits, so that a link cannot be guessed. */
function randomName(): DocumentName {
  const alphabet = '23456789abcdefghjkmnpqrstvwxyz'
  const name = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('')
  if (!isDocumentName(name)) throw new Error(`${name} is no document name.`)
  return name
}

/** Turns what storage and engine reject with into responses that say what to do. */
function explained(handler: Handler): Handler {
  return async (request: HttpRequest) => {
    try {
      await handler(request)
    } catch (error) {
      if (error instanceof StorageError) {
        throw new HttpError({
          status: 503,
          code: 'storage-unavailable',
          message: 'The server cannot reach its storage right now. Try again in a moment.',
          headers: { 'retry-after': '5' },
        })
      }
      if (error instanceof ProtocolError) {
        const { retry } = errorTable[error.code]
        throw new HttpError({
          status: retry ? 503 : 400,
          code: error.code,
          message: error.message,
          headers: retry ? { 'retry-after': '5' } : {},
        })
      }
      throw error
    }
  }
}

function badRequest(code: string, message: string): HttpError {
  return new HttpError({ status: 400, code, message })
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
