// What must never get past the door: each is answered as designed, the process lives, and two honest clients in
// another document still work together.
import { once } from 'node:events'
import { encodeFrame, stetSubprotocol } from '@stet/protocol'
import { array, nat, record, sample, uint8Array } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createCleanup, startTestServer } from '../testing/test-server.ts'
import {
  connectStockClient,
  convergeElsewhere,
  handshake,
  openBareSocket,
  openTcp,
  untilClients,
} from '../testing/test-clients.ts'
import type { TestServer } from '../testing/test-server.ts'

const cleanup = createCleanup()
let server: TestServer
beforeEach(async () => {
  server = await startTestServer(cleanup)
})
afterEach(async () => {
  // Whatever a test did, the others go on.
  await convergeElsewhere(cleanup, server, 'elsewhere')
  const errors = server.logged.filter(({ level }) => level === 'error')
  await cleanup.run()
  if (errors.length > 0)
    throw new Error(`Bad input was logged as an error of ours: ${JSON.stringify(errors)}`)
})

const MiB = 1024 * 1024

/** Sends a raw upgrade request and gives the status and the error of its whole HTTP answer. */
async function askToUpgrade(
  request: string,
): Promise<{ status: number; head: string; code: string; message: string }> {
  const { socket, answer } = openTcp(cleanup, server.port)
  socket.write(request)
  const text = await answer
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const { error } = JSON.parse(body) as { error: { code: string; message: string } }
  expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`)
  return { status: Number(head.split(' ')[1]), head, ...error }
}

describe('an upgrade that is refused gets a whole HTTP response with a JSON error', () => {
  it.each([
    ['no name', '/sync/', 400, 'bad-document-name'],
    ['a dot', '/sync/.', 400, 'bad-document-name'],
    ['two dots', '/sync/..', 400, 'bad-document-name'],
    ['two dots, encoded', '/sync/%2e%2E', 400, 'bad-document-name'],
    ['a slash, encoded', '/sync/a%2Fb', 400, 'bad-document-name'],
    ['two segments', '/sync/a/b', 400, 'bad-document-name'],
    ['a space', '/sync/a%20b', 400, 'bad-document-name'],
    ['encoded twice', '/sync/%2561', 400, 'bad-document-name'],
    ['a cut percent sign', '/sync/a%', 400, 'bad-document-name'],
    ['no UTF-8', '/sync/%ff', 400, 'bad-document-name'],
    ['a letter with an accent', '/sync/%C3%A9', 400, 'bad-document-name'],
    ['a line break', '/sync/a%0A', 400, 'bad-document-name'],
    ['a zero byte', '/sync/a%00', 400, 'bad-document-name'],
    ['129 characters', `/sync/${'a'.repeat(129)}`, 400, 'bad-document-name'],
    ['another path', '/socket', 404, 'not-found'],
    ['the root', '/', 404, 'not-found'],
    ['the prefix alone', '/sync', 404, 'not-found'],
    ['another case', '/SYNC/a', 404, 'not-found'],
    ['two slashes', '//sync/a', 404, 'not-found'],
    ['the API', '/api/documents', 404, 'not-found'],
  ])('%s', async (_, path, status, code) => {
    expect(await askToUpgrade(handshake(path))).toMatchObject({ status, code })
  })

  it('the message says what a name may be', async () => {
    const { message } = await askToUpgrade(handshake('/sync/a%20b'))
    expect(message).toContain('"a b" is not a document name')
  })

  it('another method', async () => {
    const answer = await askToUpgrade(handshake('/sync/a').replace('GET', 'POST'))
    expect(answer).toMatchObject({ status: 405, code: 'method-not-allowed' })
    expect(answer.head).toContain('allow: GET')
  })

  it('a handshake that is none: bad key, bad version', async () => {
    const badKey = handshake('/sync/a').replace(/Key: .*\r\n/u, 'Key: short\r\n')
    expect(await askToUpgrade(badKey)).toMatchObject({ status: 400, code: 'bad-handshake' })
    const badVersion = handshake('/sync/a').replace('Version: 13', 'Version: 99')
    expect(await askToUpgrade(badVersion)).toMatchObject({ status: 400, code: 'bad-handshake' })
  })

  it('a page of another site, or of nowhere', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      'http://127.0.0.1.evil.example',
      'http://127.0.0.1:1',
      'nonsense',
    ]) {
      const answer = await askToUpgrade(handshake('/sync/a', [`Origin: ${origin}`]))
      expect(answer).toMatchObject({ status: 403, code: 'forbidden-origin' })
    }
  })

  it('one connection too many, until another closes', async () => {
    const small = await startTestServer(cleanup, { limits: { sockets: 1 } })
    const first = await openBareSocket(cleanup, `${small.syncUrl}/a`)
    const { socket, answer } = openTcp(cleanup, small.port)
    socket.write(handshake('/sync/a'))
    expect(await answer).toMatch(/^HTTP\/1\.1 503 [^]*too-many-connections/u)
    first.socket.close()
    await first.closed
    await openBareSocket(cleanup, `${small.syncUrl}/a`)
  })
})

describe('what is granted', () => {
  it('the percent-encoded spelling of a name is the same document', async () => {
    const ann = await connectStockClient(cleanup, server, 'plan~1')
    const bob = await connectStockClient(cleanup, server, 'pl%61n%7E1')
    ann.text.insert(0, 'same')
    await untilClients([bob], () => bob.text.length > 0)
    expect(bob.text.toJSON()).toBe('same')
  })

  it('a page of this server, and of an allowed site; the query is ignored', async () => {
    const { socket, answer } = openTcp(cleanup, server.port)
    socket.write(handshake('/sync/a?token=x', ['Origin: http://127.0.0.1']))
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    expect(bytes.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /u)
    socket.destroy()
    await answer

    const open = await startTestServer(cleanup, { allowedOrigins: ['https://ours.example'] })
    const allowed = openTcp(cleanup, open.port)
    allowed.socket.write(handshake('/sync/a', ['Origin: https://ours.example']))
    expect(String((await once(allowed.socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 101 /u)
  })

  it('the subprotocol stet.v1 is chosen when it is offered, and none otherwise', async () => {
    const both = await openBareSocket(cleanup, `${server.syncUrl}/a`, ['other', stetSubprotocol])
    expect(both.socket.protocol).toBe(stetSubprotocol)
    const none = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    expect(none.socket.protocol).toBe('')
  })

  it('a request that merely offers another protocol gets its ordinary answer', async () => {
    const { socket } = openTcp(cleanup, server.port)
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /u)
  })
})

describe('what comes through an open socket ends at most that socket', () => {
  it('a text frame from a client that did not ask for stet.v1: closed with 4400', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    bare.socket.send('{"type":"chat","text":"Hi"}')
    expect(await bare.closed).toEqual({ code: 4400, reason: 'Text frames need the subprotocol stet.v1.' })
  })

  it('a text frame that is none of ours: told why, and refused', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`, [stetSubprotocol])
    bare.socket.send('{"type":')
    expect(await bare.text('error')).toMatchObject({ code: 'bad-text-frame' })
  })

  it('a 2 MiB frame that holds no update: closed with 4400', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    bare.socket.send(new Uint8Array(2 * MiB))
    expect((await bare.closed).code).toBe(4400)
  })

  it('a 9 MiB frame: closed with 1009', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    bare.socket.send(new Uint8Array(9 * MiB))
    expect((await bare.closed).code).toBe(1009)
  })

  it('9 MiB in fragments, or one message in a million pieces: closed with 1009 or 1008', async () => {
    const large = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    for (let i = 0; i < 90; i += 1) large.socket.send(new Uint8Array(100 * 1024), { fin: false })
    expect((await large.closed).code).toBe(1009)
    const pieces = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    for (let i = 0; i < 2000; i += 1) pieces.socket.send(new Uint8Array(1), { fin: false })
    expect([1008, 1009]).toContain((await pieces.closed).code)
  })

  it('reserved bits: closed with 1002', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    rawSocketOf(bare.socket).write(Buffer.from([0xf2, 0x80, 0, 0, 0, 0]))
    expect((await bare.closed).code).toBe(1002)
  })

  it('an unmasked frame: closed with 1002', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    rawSocketOf(bare.socket).write(Buffer.from([0x82, 0x01, 0x00]))
    expect((await bare.closed).code).toBe(1002)
  })

  it('a text frame that is no UTF-8: closed with 1007', async () => {
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`, [stetSubprotocol])
    bare.socket.send(Buffer.from([0xff, 0xfe]), { binary: false })
    expect((await bare.closed).code).toBe(1007)
  })

  it('1,000 random binary frames: no answer but an error or a close, and nothing of it is stored', async () => {
    const frames = sample(uint8Array({ maxLength: 200 }), 1000)
    let bare = await openBareSocket(cleanup, `${server.syncUrl}/garbage`, [stetSubprotocol])
    for (const frame of frames) {
      if (bare.socket.readyState !== bare.socket.OPEN) {
        bare = await openBareSocket(cleanup, `${server.syncUrl}/garbage`, [stetSubprotocol])
      }
      bare.socket.send(frame)
    }
    bare.socket.close()
    await bare.closed
    const fresh = await connectStockClient(cleanup, server, 'garbage')
    expect(Y.encodeStateAsUpdate(fresh.doc)).toEqual(Y.encodeStateAsUpdate(new Y.Doc()))
  })

  it('mutated frames of a real client leave the document openable and equal for everyone', async () => {
    const ann = await connectStockClient(cleanup, server, 'mutated')
    ann.text.insert(0, 'Standing text. ')
    // Not Ann's own frames: Yjs gives a client a new id when somebody else writes under its id, and a stock provider
    // then fails when it is destroyed.
    const other = new Y.Doc()
    other.getText('text').insert(0, 'Other text. ')
    const real = encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(other) })
    const mutation = record({ at: nat(real.length - 1), to: nat(255) })
    for (const mutations of sample(array(mutation, { minLength: 1, maxLength: 4 }), 100)) {
      const frame = new Uint8Array(real)
      for (const { at, to } of mutations) frame[at] = to
      const bare = await openBareSocket(cleanup, `${server.syncUrl}/mutated`)
      bare.socket.send(frame)
      bare.socket.close()
      await bare.closed
    }
    ann.text.insert(ann.text.length, 'The end.')
    const bob = await connectStockClient(cleanup, server, 'mutated')
    await untilClients([ann, bob], () => bob.text.toJSON().includes('The end.'))
    await untilClients([ann, bob], () => ann.text.toJSON() === bob.text.toJSON())
    expect(ann.text.toJSON()).toContain('Standing text. ')
  })

  it('a connection cut in the middle of a frame, or reset', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { socket } = openTcp(cleanup, server.port)
      socket.write(handshake('/sync/a'))
      await once(socket, 'data')
      socket.write(Buffer.from([0x82, 0xfe, 0xff, 0xff, 1, 2, 3]))
      if (i % 2) socket.resetAndDestroy()
      else socket.destroy()
    }
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  it('bytes of a frame in the same packet as the handshake are not lost', async () => {
    const { socket } = openTcp(cleanup, server.port)
    const ping = Buffer.from([0x89, 0x81, 0, 0, 0, 0, 0x41])
    socket.write(Buffer.concat([Buffer.from(handshake('/sync/a')), ping]))
    let received = Buffer.alloc(0)
    while (!received.includes(Buffer.from([0x8a, 0x01, 0x41]))) {
      received = Buffer.concat([received, ((await once(socket, 'data')) as [Buffer])[0]])
    }
    expect(received.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /u)
  })

  it('a peer that opens and never answers is cut off', async () => {
    const impatient = await startTestServer(cleanup, { limits: { pingMs: 30 } })
    const { socket, answer } = openTcp(cleanup, impatient.port)
    socket.write(handshake('/sync/a'))
    expect(await answer).toMatch(/^HTTP\/1\.1 101 /u)
  })
})

/** The network socket below a client's WebSocket, to write what ws itself never would. */
function rawSocketOf(socket: unknown): { write(bytes: Buffer): void } {
  return (socket as { _socket: { write(bytes: Buffer): void } })._socket
}
