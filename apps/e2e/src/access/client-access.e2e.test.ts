// Our own client and our own server, with tokens, for as long as a token lives and longer: what somebody types while
// rights run out, are taken away or change is saved in the end, or is still there and said not to be saved.
import { connectDocument, type ConnectionError, type DocumentConnection } from '@stet/client'
import { mintToken } from '@stet/server'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type * as Y from 'yjs'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'
import type { Role } from '@stet/protocol'

const secret = 'c6Rw8Yk3Qz5Tn9Vb2Lx7Hd4Mf1Jg0Ps_'
const adminSecret = 'd1Fw6Kz9Xb3Rn7Tq5Ly8Hv2Mc4Jp0Gs_'

const data = temporaryFolder('client-access')
let server: StetProcess
const ends: (() => unknown)[] = []

beforeAll(async () => {
  server = await startStet({
    data: data.path,
    env: { STET_JWT_SECRET: secret, STET_ADMIN_SECRET: adminSecret },
  })
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
afterAll(async () => {
  await server.stop('SIGTERM')
  data.remove()
})

interface Life {
  readonly role?: Role
  readonly seconds?: number
}

function tokenFor(person: string, { role = 'write', seconds = 600 }: Life = {}): Promise<string> {
  const issuedAt = Date.now()
  return mintToken({
    secret,
    issuer: 'stet',
    audience: 'stet',
    subject: person,
    documents: { '*': role },
    issuedAt,
    expiresAt: issuedAt + seconds * 1000,
  })
}

interface Person {
  readonly connection: DocumentConnection
  readonly text: Y.Text
  readonly errors: readonly ConnectionError[]
  /** How often the server's state came anew: once per connection. */
  readonly synced: () => number
}

function join(document: string, token: () => string | Promise<string>): Person {
  const connection = connectDocument({
    url: server.syncUrl,
    document,
    token,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    // Only the server may carry edits from one to the other.
    shareBetweenTabs: false,
  })
  ends.push(() => connection.destroy())
  const errors: ConnectionError[] = []
  let synced = 0
  connection.on('error', (error) => void errors.push(error))
  connection.on('synced', () => (synced += 1))
  return { connection, text: connection.doc.getText('text'), errors, synced: () => synced }
}

/** Resolves when it holds, looked at whenever the status or the document changes. */
async function until({ connection }: Person, holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => {
    if (holds()) resolve()
  }
  const offs = [connection.on('status', look), connection.on('error', look), connection.on('synced', look)]
  connection.doc.on('update', look)
  look()
  await promise
  for (const off of offs) off()
  connection.doc.off('update', look)
}

const untilSaved = (person: Person): Promise<void> =>
  until(person, () => person.connection.status.state === 'saved')

async function admin(path: string, body: object): Promise<void> {
  const response = await fetch(`${server.url}/api/admin/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminSecret}` },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
}

it('somebody who types through three lives of a token stays connected, and everything is saved', async () => {
  let asked = 0
  const ann = join('renewed', () => {
    asked += 1
    return tokenFor('ann', { seconds: 4 })
  })
  const bob = join('renewed', () => tokenFor('bob'))
  await Promise.all([ann.connection.ready, bob.connection.ready])
  // The time that passes is the subject: each life is four seconds, and half of one before its end the client is told.
  const typing = setInterval(() => ann.text.insert(ann.text.length, 'x'), 50)
  const began = Date.now()
  await until(ann, () => asked >= 5 && Date.now() - began > 8_000)
  clearInterval(typing)
  await untilSaved(ann)
  expect(ann.synced()).toBe(1)
  expect(ann.errors).toEqual([])
  await until(bob, () => bob.text.length === ann.text.length)
  expect(ann.text.length).toBeGreaterThan(100)
})

it('a token that is not renewed in time ends the connection, and what is typed meanwhile is saved after signing in', async () => {
  let token = await tokenFor('ann', { seconds: 2 })
  const ann = join('expired', () => token)
  await ann.connection.ready
  ann.text.insert(0, 'before ')
  await untilSaved(ann)
  await until(ann, () => !ann.connection.provider.wsconnected)
  ann.text.insert(ann.text.length, 'without a token ')
  expect(ann.connection.status.state).not.toBe('saved')
  token = await tokenFor('ann')
  ann.connection.connect()
  await untilSaved(ann)
  const bob = join('expired', () => tokenFor('bob'))
  await until(bob, () => bob.text.toJSON() === 'before without a token ')
})

it('whose access is revoked is told, cannot write, and loses nothing when it is given back', async () => {
  const old = await tokenFor('ann')
  let token = old
  const ann = join('revoked', () => token)
  const bob = join('revoked', () => tokenFor('bob'))
  await Promise.all([ann.connection.ready, bob.connection.ready])
  ann.text.insert(0, 'before ')
  await untilSaved(ann)
  await admin('revoke', { principal: 'ann' })
  await until(ann, () => ann.errors.length > 0)
  expect(['unauthorized', 'forbidden']).toContain(ann.errors[0]?.code)
  ann.text.insert(ann.text.length, 'revoked ')
  expect(ann.connection.status.state).not.toBe('saved')
  bob.text.insert(0, 'Bob goes on. ')
  await untilSaved(bob)
  expect(bob.text.toJSON()).toBe('Bob goes on. before ')

  // Tokens count seconds: one of the same second as the revocation is from before it.
  await new Promise((resolve) => setTimeout(resolve, 1100))
  token = await tokenFor('ann')
  ann.connection.connect()
  await untilSaved(ann)
  await until(bob, () => bob.text.toJSON() === 'Bob goes on. before revoked ')
})

it('whose role is taken down reads on, and what was typed is saved when it is given back', async () => {
  const ann = join('downgraded', () => tokenFor('ann'))
  const bob = join('downgraded', () => tokenFor('bob'))
  await Promise.all([ann.connection.ready, bob.connection.ready])
  await admin('access', { principal: 'ann', document: 'downgraded', role: 'read' })
  await until(ann, () => ann.connection.status.state === 'readonly')
  ann.text.insert(0, 'typed as a reader ')
  bob.text.insert(0, 'Bob writes. ')
  await until(ann, () => ann.text.toJSON().includes('Bob writes.'))
  await untilSaved(bob)
  expect(bob.text.toJSON()).toBe('Bob writes. ')
  expect(ann.connection.status.state).not.toBe('saved')
  await admin('access', { principal: 'ann', document: 'downgraded', role: 'write' })
  await untilSaved(ann)
  await until(bob, () => bob.text.toJSON().includes('typed as a reader '))
  expect(bob.text.toJSON()).toBe(ann.text.toJSON())
  expect(ann.synced()).toBe(1)
})
