// The server's HTTP API as this site uses it: list and create. Answers are checked once, here; failures become one
// kind of error whose message is a sentence that can be shown to a person, in English; its `problem` says it in the words
// of any language.
import { createWords, type WordValues } from '@stet/editor/words'
import { english, type SiteKey } from './messages/english.ts'

export interface Person {
  readonly name: string
  readonly color: string
}

export interface DocumentSummary {
  readonly document: string
  /** Empty while the document has no title. */
  readonly title: string
  /** ms since the epoch */
  readonly changed: number
  readonly people: readonly Person[]
}

export interface DocumentList {
  readonly documents: readonly DocumentSummary[]
  /** Hand it back as `cursor` for the next, older page; absent on the last one. */
  readonly next?: string
}

/** A sentence of the site's table of words. */
export interface ApiProblem {
  readonly key: SiteKey
  readonly values?: WordValues
}

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: ApiProblem

  constructor(problem: ApiProblem, options?: ErrorOptions) {
    super(inEnglish(problem.key, problem.values), options)
    this.problem = problem
  }
}

/** What to say of any failure: `otherwise`, if nobody foresaw it. */
export function problemOf(error: unknown, otherwise: SiteKey): ApiProblem {
  return error instanceof ApiError ? error.problem : { key: otherwise }
}

const inEnglish = createWords({ locale: 'en', source: english })

export interface Api {
  list(options: {
    readonly limit: number
    readonly cursor?: string
    readonly signal?: AbortSignal
  }): Promise<DocumentList>
  create(): Promise<DocumentSummary>
}

/** The ends of the names of the sentences. */
type Doing = 'List' | 'Create'

/** Without a bound, a request on a dead network would show "loading" for minutes. */
const timeout = 15_000

/** Every method rejects with `ApiError`, or with the signal's own reason when the caller gave up. */
export function createApi(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Api {
  async function request(path: string, init: RequestInit & { readonly doing: Doing }): Promise<unknown> {
    const { doing, signal, ...rest } = init
    const limit = AbortSignal.timeout(timeout)
    let response: Response
    let text: string
    try {
      response = await fetch(path, { ...rest, signal: signal ? AbortSignal.any([signal, limit]) : limit })
      text = await response.text()
    } catch (error) {
      if (signal?.aborted) throw error
      throw new ApiError({ key: `unreachable${doing}` }, { cause: error })
    }
    const body = parseJSON(text)
    if (!response.ok) throw new ApiError(refusal({ status: response.status, body, doing }))
    return body
  }

  return {
    async list({ limit, cursor, signal }) {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor === undefined ? {} : { cursor }) })
      const body = await request(`/api/documents?${query}`, {
        doing: 'List',
        ...(signal === undefined ? {} : { signal }),
      })
      return decodeList(body)
    },
    async create() {
      const body = await request('/api/documents', {
        doing: 'Create',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
      return decodeSummary(body) ?? unreadable()
    },
  }
}

/** Throws ApiError when the body is no list; a single entry that cannot be understood is left out. */
export function decodeList(body: unknown): DocumentList {
  if (!isRecord(body) || !Array.isArray(body['documents'])) return unreadable()
  const documents = body['documents'].map(decodeSummary).filter((entry) => entry !== undefined)
  const next = body['next']
  return { documents, ...(typeof next === 'string' && next !== '' ? { next } : {}) }
}

function decodeSummary(value: unknown): DocumentSummary | undefined {
  if (!isRecord(value)) return undefined
  const { document, title, changed, people } = value
  const time = typeof changed === 'string' ? Date.parse(changed) : Number.NaN
  if (typeof document !== 'string' || document === '' || Number.isNaN(time)) return undefined
  return {
    document,
    title: typeof title === 'string' ? title : '',
    changed: time,
    people: Array.isArray(people) ? people.map(decodePerson).filter((person) => person !== undefined) : [],
  }
}

function decodePerson(value: unknown): Person | undefined {
  if (!isRecord(value) || typeof value['name'] !== 'string') return undefined
  return { name: value['name'], color: typeof value['color'] === 'string' ? value['color'] : '' }
}

/** What went wrong, for a person. A 4xx sentence of the server is written for people; a 5xx one is for its log. */
function refusal({ status, body, doing }: { status: number; body: unknown; doing: Doing }): ApiProblem {
  const error = isRecord(body) ? body['error'] : undefined
  const reason = isRecord(error) ? error['message'] : undefined
  if (status === 429) return { key: 'busy' }
  if (status >= 500) return { key: `trouble${doing}` }
  if (typeof reason === 'string' && reason !== '') return { key: `refused${doing}`, values: { reason } }
  return { key: `strange${doing}`, values: { status: String(status) } }
}

function unreadable(): never {
  throw new ApiError({ key: 'unreadable' })
}

function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
