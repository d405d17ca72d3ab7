// A request's JSON body, read within a bound.
import { HttpError } from './respond.ts'
import type { IncomingMessage } from 'node:http'

/** A few kilobytes take no longer than this on any network that a person would wait for. */
const patienceMs = 30_000

/**
 * An absent body is an empty object. Throws an HttpError: 413 too large, 415 not sent as JSON, 400 not a JSON object.
 * Requiring the content type also keeps other sites' forms out: a browser asks before it sends that one elsewhere.
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Readonly<Record<string, unknown>>> {
  const body = await readBody(request, maxBytes)
  const type = request.headers['content-type']
  if (body.length === 0 && type === undefined) return {}
  if (type?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    throw new HttpError({
      status: 415,
      code: 'bad-content-type',
      message: 'Send the body as JSON, with the header Content-Type: application/json.',
    })
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw notAnObject()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject()
  return value as Readonly<Record<string, unknown>>
}

function notAnObject(): HttpError {
  return new HttpError({ status: 400, code: 'bad-json', message: 'The body is not a JSON object.' })
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size > maxBytes) return refuse()
      chunks.push(chunk)
    }
    const late = setTimeout(() => request.destroy(new Error('The body did not come in time.')), patienceMs)
    const refuse = (): void => {
      clearTimeout(late)
      request.off('data', onData)
      // Read on without keeping it, so that the answer gets through to a peer that is still sending.
      request.resume()
      reject(
        new HttpError({
          status: 413,
          code: 'too-large',
          message: `The body is larger than ${maxBytes} bytes.`,
          headers: { connection: 'close' },
        }),
      )
    }
    request.on('data', onData)
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => clearTimeout(late))
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) refuse()
  })
}
