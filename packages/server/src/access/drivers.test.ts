// The access contract on the drivers that ask somebody else: a webhook, and a function of the embedding program.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { describeAuthorizeContract } from './contract.ts'
import { authorizeEveryone } from './open.ts'
import { parseDecision } from './parse-decision.ts'
import { createWebhookAccess } from './webhook.ts'
import type { Person } from './contract.ts'
import type { Authorize } from './types.ts'
import type { WebhookAccessOptions } from './webhook.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const plan = parseDocumentName('plan')
const from = { document: plan, address: '203.0.113.7' }
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

interface Hook {
  readonly authorize: Authorize
  readonly bodies: Record<string, unknown>[]
  readonly headers: IncomingMessage['headers'][]
}

/** A webhook that answers as the test says. */
async function hook(
  answer: (body: Record<string, unknown>, response: ServerResponse) => void,
  options: Partial<WebhookAccessOptions> = {},
): Promise<Hook> {
  const bodies: Record<string, unknown>[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
      bodies.push(body)
      headers.push(request.headers)
      answer(body, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/access`)
  return { authorize: createWebhookAccess({ url, ...options }), bodies, headers }
}

const allow = (response: ServerResponse, answer: object = { principal: 'user-1', role: 'write' }): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))

describeAuthorizeContract('the webhook driver', async () => {
  const people = new Map<string, Person>()
  let broken = false
  const { authorize } = await hook(({ token, document }, response) => {
    const person = people.get(String(token))
    const role = person?.documents[String(document)]
    if (broken) response.writeHead(500).end()
    else if (person === undefined) response.writeHead(401).end()
    else if (role === undefined) response.writeHead(403).end()
    else allow(response, { principal: person.principal, name: person.name, role })
  })
  return {
    authorize,
    rightsAreIn: 'driver',
    tokenFor: async (person) => {
      people.set(`token of ${person.principal}`, person)
      return `token of ${person.principal}`
    },
    breakDown: () => (broken = true),
  }
})

describeAuthorizeContract('a function of the embedding program', async () => {
  const people = new Map<string, Person>()
  let broken = false
  return {
    authorize({ token = '', document }) {
      if (broken) throw new Error('The directory is away.')
      const person = people.get(token)
      if (person === undefined) return { kind: 'deny', code: 'unauthorized', message: 'Who are you?' }
      const { principal, name } = person
      const role = person.documents[document]
      if (role === undefined) return { kind: 'deny', code: 'not-found', message: 'No such document.' }
      return { kind: 'allow', principal, name, role }
    },
    rightsAreIn: 'driver',
    tokenFor: async (person) => {
      people.set(`token of ${person.principal}`, person)
      return `token of ${person.principal}`
    },
    breakDown: () => (broken = true),
  }
})

it('the open driver lets everybody write, all as the same nobody', () => {
  expect(authorizeEveryone({ ...from, token: 'x' })).toEqual({
    kind: 'allow',
    principal: 'anonymous',
    role: 'write',
  })
})

describe('the webhook', () => {
  it('is told who asks for what, and by whom it is asked', async () => {
    const { authorize, bodies, headers } = await hook((_, response) => allow(response), { secret: 's3cret' })
    await authorize({ ...from, token: 't', origin: 'https://ours.example' })
    expect(bodies).toEqual([
      { document: 'plan', token: 't', origin: 'https://ours.example', address: '203.0.113.7' },
    ])
    expect(headers[0]).toMatchObject({ authorization: 'Bearer s3cret', 'content-type': 'application/json' })
  })

  it('is asked once for the same while it is remembered, also by many at once', async () => {
    let time = 0
    const { authorize, bodies } = await hook((_, response) => allow(response), {
      now: () => time,
      rememberMs: 5000,
    })
    await Promise.all(Array.from({ length: 10 }, async () => authorize({ ...from, token: 't' })))
    time = 4999
    await authorize({ ...from, token: 't' })
    expect(bodies).toHaveLength(1)
    time = 5000
    await authorize({ ...from, token: 't' })
    expect(bodies).toHaveLength(2)
    await authorize({ ...from, token: 'other' })
    expect(bodies).toHaveLength(3)
  })

  it('what was on its way when it was told to forget is not remembered', async () => {
    const held: ServerResponse[] = []
    const { authorize, bodies } = await hook((_, response) => void held.push(response))
    const first = authorize({ ...from, token: 't' })
    while (held.length < 1) await new Promise(setImmediate)
    authorize.forget?.()
    const second = authorize({ ...from, token: 't' })
    while (held.length < 2) await new Promise(setImmediate)
    allow(held[0]!)
    await first
    held[1]!.writeHead(403).end()
    expect(await second).toMatchObject({ kind: 'deny' })
    expect(await authorize({ ...from, token: 't' })).toMatchObject({ kind: 'deny' })
    expect(bodies).toHaveLength(2)
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['a mistake of its own', (response) => void response.writeHead(500).end()],
    ['too much to do', (response) => void response.writeHead(429).end()],
    [
      'an address elsewhere',
      (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['an empty answer', (response) => void response.writeHead(204).end()],
    ['a page', (response) => void response.writeHead(200).end('<h1>Welcome</h1>')],
    ['null', (response) => void response.writeHead(200).end('null')],
    ['no principal', (response) => allow(response, { role: 'write' })],
    ['an unknown role', (response) => allow(response, { principal: 'a', role: 'owner' })],
    [
      'an end that is no time',
      (response) => allow(response, { principal: 'a', role: 'read', expiresAt: '2030' }),
    ],
    [
      'half an answer',
      (response) => void response.writeHead(200, { 'content-length': 100 }).write('{"principal":'),
    ],
    ['a book', (response) => allow(response, { principal: 'a', role: 'read', book: 'x'.repeat(100_000) })],
    ['nothing', () => {}],
  ])('%s is no answer: nobody is let in, and nobody denied', async (_, answer) => {
    const { authorize } = await hook((_body, response) => answer(response), { timeoutMs: 200 })
    await expect(authorize({ ...from, token: 't' })).rejects.toBeInstanceOf(Error)
  })

  it('an answer cannot claim to be older or newer than it is', async () => {
    const { authorize } = await hook((_, response) =>
      allow(response, { kind: 'deny', principal: 'a', role: 'read', issuedAt: 9e15 }),
    )
    expect(await authorize(from)).toEqual({ kind: 'allow', principal: 'a', role: 'read' })
  })

  it('is not asked more than some questions at once', async () => {
    let asking = 0
    let most = 0
    const { authorize } = await hook((_, response) => {
      asking += 1
      most = Math.max(most, asking)
      setImmediate(() => {
        asking -= 1
        allow(response)
      })
    })
    await Promise.all(Array.from({ length: 200 }, async (_, i) => authorize({ ...from, token: `t${i}` })))
    expect(most).toBeLessThanOrEqual(32)
  })

  it('needs an address for the web', () => {
    expect(() => createWebhookAccess({ url: new URL('file:///etc/passwd') })).toThrow('http or https')
  })
})

describe('an answer of a hook', () => {
  it.each([
    [undefined, 'not an object'],
    [true, 'not an object'],
    [{}, '"kind"'],
    [{ kind: 'deny', code: 'later' }, '"code"'],
    [{ kind: 'allow', role: 'write' }, '"principal"'],
    [{ kind: 'allow', principal: '', role: 'write' }, '"principal"'],
    [{ kind: 'allow', principal: 'x'.repeat(257), role: 'write' }, '"principal"'],
    [{ kind: 'allow', principal: 'a', role: 'write', expiresAt: Number.NaN }, '"expiresAt"'],
    [{ kind: 'allow', principal: 'a', role: 'write', name: 5 }, '"name"'],
  ])('%j is not understood', (answer, reason) => {
    expect(() => parseDecision(answer)).toThrow(reason)
  })
})
