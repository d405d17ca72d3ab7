import { describe, expect, test } from 'vitest'
import { ApiError, createApi, decodeList } from './api.ts'

const summary = {
  document: 'plan',
  title: 'Plan',
  created: '2026-11-23T10:00:00.000Z',
  changed: '2026-11-23T12:00:00.000Z',
  bytes: 12,
  people: [{ name: 'Ada', color: '#2563eb' }],
}
const decoded = {
  document: 'plan',
  title: 'Plan',
  changed: Date.UTC(2026, 10, 23, 12),
  people: [{ name: 'Ada', color: '#2563eb' }],
}

function answering(status: number, body: unknown) {
  const asked: { path: string; init: RequestInit | undefined }[] = []
  const fetch: typeof globalThis.fetch = async (path, init) => {
    asked.push({ path: typeof path === 'string' ? path : '', init })
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  }
  return { api: createApi(fetch), asked }
}

async function failure(api: ReturnType<typeof createApi>): Promise<string> {
  const error: unknown = await api.list({ limit: 1 }).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ApiError)
  return (error as ApiError).message
}

describe('the API', () => {
  test('a list carries its cursor on, and asks with the cursor given', async () => {
    const { api, asked } = answering(200, { documents: [summary], next: 'c 2' })
    expect(await api.list({ limit: 30, cursor: 'c 1' })).toEqual({ documents: [decoded], next: 'c 2' })
    expect(asked[0]?.path).toBe('/api/documents?limit=30&cursor=c+1')
  })

  test('a new document is asked for as JSON and comes back as a summary', async () => {
    const { api, asked } = answering(201, summary)
    expect(await api.create()).toEqual(decoded)
    expect(asked[0]?.init?.method).toBe('POST')
  })

  test('an entry that cannot be understood is left out, the rest is shown', () => {
    const bad = [null, {}, { ...summary, document: '' }, { ...summary, changed: 'soon' }, 7]
    expect(decodeList({ documents: [...bad, summary] })).toEqual({ documents: [decoded] })
  })

  test('missing people and titles are none, not a failure', () => {
    const { title: _title, people: _people, ...bare } = summary
    expect(decodeList({ documents: [bare] }).documents[0]).toMatchObject({ title: '', people: [] })
    expect(
      decodeList({ documents: [{ ...summary, people: [null, { name: 7 }, { name: 'Bo' }] }] }).documents[0]
        ?.people,
    ).toEqual([{ name: 'Bo', color: '' }])
  })
})

describe('API failures are sentences', () => {
  test('an unreachable server is named as such and keeps its cause', async () => {
    const cause = new TypeError('fetch failed')
    const api = createApi(() => Promise.reject(cause))
    const error: unknown = await api.create().catch((error: unknown) => error)
    expect(error).toMatchObject({
      message: 'The server could not be reached, so it could not make a new document.',
      cause,
    })
  })

  test('a refusal repeats the sentence the server wrote for people', async () => {
    const { api } = answering(400, { error: { code: 'bad-limit', message: 'limit is 1 to 100.' } })
    expect(await failure(api)).toBe('The server could not list the documents: limit is 1 to 100.')
  })

  test('a server problem hides its insides', async () => {
    const { api } = answering(500, { error: { code: 'x', message: 'SQLITE_IOERR at row 7' } })
    expect(await failure(api)).not.toContain('SQLITE')
    expect(await failure(answering(503, '<html>').api)).toContain('had a problem')
  })

  test('a refusal without a sentence names the status; too many requests ask for patience', async () => {
    expect(await failure(answering(404, '').api)).toContain('404')
    expect(await failure(answering(429, '').api)).toContain('Wait a moment')
  })

  test('a page that is not JSON, or not a list, is not taken for an empty library', async () => {
    for (const body of ['<!doctype html>', [], {}, { documents: 'none' }]) {
      expect(await failure(answering(200, body).api)).toContain('could not be read')
    }
  })

  test('a caller who gives up gets their own reason back, not an error to show', async () => {
    const controller = new AbortController()
    const reason = new Error('left the page')
    const api = createApi((_path, init) => {
      controller.abort(reason)
      return Promise.reject(init?.signal?.reason as Error)
    })
    await expect(api.list({ limit: 1, signal: controller.signal })).rejects.toBe(reason)
  })
})
