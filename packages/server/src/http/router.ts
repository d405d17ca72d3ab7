// A request finds its handler by path and method. What no route takes goes to the fallback (the web app's files).
import { decodeOnce, pathOf } from '../transport/sync-path.ts'
import { HttpError, sendError } from './respond.ts'
import type { Logger } from '../logger.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface HttpRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The path as it was sent, undecoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** The segment where the route has its ':', decoded once; '' for a route without one. */
  readonly parameter: string
}

/** Answers the request, or throws: an HttpError becomes its response, anything else a 500. */
export type Handler = (request: HttpRequest) => void | Promise<void>

export interface Route {
  /** '/healthz', or with one segment left open: '/api/documents/:', '/api/documents/:/export'. */
  readonly path: string
  /** GET also answers HEAD. */
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'OPTIONS', Handler>>>
}

export interface RouterOptions {
  readonly routes: readonly Route[]
  readonly fallback: Handler
  readonly log: Logger
}

export function createRouter({ routes, fallback, log }: RouterOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    void answer(request, response)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A peer that goes away in the middle of its answer is no event.
    response.on('error', (error) => log.debug('A response failed', { error }))
    try {
      const target = request.url ?? ''
      const path = pathOf(target)
      const query = new URLSearchParams(target.slice(path.length))
      const route = routes.find((candidate) => matches(candidate, path))
      if (route === undefined) {
        await fallback({ request, response, path, query, parameter: '' })
        return
      }
      const handler = pickHandler(route, request.method ?? '')
      await handler({ request, response, path, query, parameter: parameterOf(route, path) })
    } catch (error) {
      answerError(request, response, error)
    }
  }

  function answerError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (request.errored) {
      log.debug('A request broke off', { error })
      return
    }
    if (response.headersSent) {
      response.destroy()
      return
    }
    if (error instanceof HttpError) {
      sendError(response, error)
      return
    }
    log.error('A request could not be answered', { method: request.method, url: request.url, error })
    sendError(response, {
      status: 500,
      code: 'internal',
      message: 'The server made a mistake with this request.',
    })
  }
}

/** Throws the 405 when the method is not among them. */
export function requireMethod(method: string, allowed: readonly string[]): void {
  if (allowed.includes(method)) return
  throw new HttpError({
    status: 405,
    code: 'method-not-allowed',
    message: `${method} is not possible here. Possible: ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  })
}

function matches({ path: pattern }: Route, path: string): boolean {
  const open = openSegment(pattern, path)
  return open === undefined ? path === pattern : open !== '' && !open.includes('/')
}

/** What stands in the path where the pattern has its ':'. Undefined: it has none. '': the rest does not fit. */
function openSegment(pattern: string, path: string): string | undefined {
  const start = pattern.indexOf('/:') + 1
  if (start === 0) return undefined
  const end = path.length - (pattern.length - start - 1)
  const fits = path.startsWith(pattern.slice(0, start)) && path.endsWith(pattern.slice(start + 1))
  return fits && end > start ? path.slice(start, end) : ''
}

function parameterOf({ path: pattern }: Route, path: string): string {
  const open = openSegment(pattern, path)
  if (open === undefined) return ''
  try {
    return decodeOnce(open)
  } catch {
    throw new HttpError({
      status: 400,
      code: 'bad-address',
      message: 'The address is not properly percent-encoded.',
    })
  }
}

function pickHandler({ methods }: Route, method: string): Handler {
  const allowed = Object.keys(methods).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]))
  requireMethod(method, allowed)
  const handler = methods[method === 'POST' || method === 'OPTIONS' ? method : 'GET']
  if (handler === undefined) throw new Error(`No handler for ${method}.`)
  return handler
}
