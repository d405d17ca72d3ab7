// What no client of ours would send: WebSocket frames that break the protocol, messages that are no frames of Stet, and
// requests that are no handshakes. All of it made from a seed.
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import * as Y from 'yjs'
import type { Random } from '../harness/random.ts'

const mask = [0, 0, 0, 0]

/** A whole WebSocket frame as a client sends it, masked with zeros. */
export function webSocketFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const size =
    length < 126
      ? [length | 0x80]
      : length < 65_536
        ? [126 | 0x80, length >> 8, length & 255]
        : [127 | 0x80, 0, 0, 0, 0, ...[24, 16, 8, 0].map((bits) => (length >>> bits) & 255)]
  return Buffer.concat([Buffer.from([0x80 | opcode, ...size, ...mask]), payload])
}

const text = (value: string): Buffer => webSocketFrame(1, Buffer.from(value))

/** Ends a connection in order. */
export const closing = webSocketFrame(8, Uint8Array.of(3, 232))

/** Bytes after which a WebSocket cannot go on. */
export function brokenFrame(random: Random): Uint8Array {
  return random.pick([
    () => random.bytes(1 + random.below(60)),
    // Reserved bits, unknown kinds, no mask.
    () => Uint8Array.of(0x80 | (random.pick([1, 2, 4, 7]) << 4) | 2, 0x80, ...mask),
    () => Uint8Array.of(0x80 | random.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), 0x80, ...mask),
    () => Uint8Array.of(0x82, 1, random.below(256)),
    // Pieces: of a control frame, without a beginning, and a second beginning.
    () => Uint8Array.of(random.pick([8, 9, 10]), 0x80, ...mask),
    () => Uint8Array.of(0x80, 0x80, ...mask),
    () => Uint8Array.of(0x02, 0x80, ...mask, 0x02, 0x80, ...mask),
    // Control frames that are too long.
    () => webSocketFrame(random.pick([8, 9, 10]), random.bytes(126 + random.below(200))),
    // Lengths beyond what there is, or can be.
    () => Uint8Array.of(0x82, 0xff, random.below(256), ...random.bytes(7), ...mask),
    () => Uint8Array.of(0x82, 0xff, 0, 0, 0, 0, 255, 255, 255, 255, ...mask),
    // Closes with half a code, a forbidden code, a reason that is no UTF-8.
    () => webSocketFrame(8, Uint8Array.of(3)),
    () => webSocketFrame(8, Uint8Array.of(0, random.below(256))),
    () => webSocketFrame(8, Uint8Array.of(3, 232, 0xff, 0xfe)),
    // A text that is no UTF-8.
    () => webSocketFrame(1, Uint8Array.of(0xff, ...random.bytes(9))),
  ])()
}

/** A request that does not become a WebSocket. */
export function brokenHandshake(random: Random, path: string): Uint8Array {
  return Buffer.from(
    random.pick([
      () => random.bytes(1 + random.below(300)),
      () => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
      () => `GET ${path} HTTP/9.9\r\n\r\n`,
      () => `GET ${'/'.repeat(random.below(20_000))} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
      () =>
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      () => `GET ${path} HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(random.below(3000))}\r\n`,
    ])(),
  )
}

/** Messages in good order that are no, or damaged, frames of Stet; now and then a legitimate one is among them. */
export function createMessages(random: Random): () => Uint8Array {
  const edits = realEdits(random)
  const state = (): string =>
    random.pick(['null', '{"user":{"name":"Eve"}}', '{', '[1]', '"\u0000"', '{"a":'.repeat(500)])
  const frames: readonly (() => Uint8Array)[] = [
    () => encodeFrame({ type: 'update', update: random.pick(edits) }),
    () => encodeFrame({ type: 'sync-step-2', update: random.pick(edits) }),
    () => encodeFrame({ type: 'sync-step-1', stateVector: random.bytes(random.below(30)) }),
    () =>
      encodeFrame({
        type: 'awareness',
        entries: encodeAwareness([{ clientId: random.below(9), clock: random.below(9), state: state() }]),
      }),
    () => encodeFrame({ type: 'query-awareness' }),
    () => encodeFrame({ type: 'auth-denied', reason: 'no' }),
  ]
  const texts: readonly (() => string)[] = [
    () => '{"type":',
    () => '[]',
    () => 'null',
    () => '{"type":"chat"}',
    () => '{"type":"chat","text":5}',
    () => `{"type":"token","token":"${'t'.repeat(random.below(9000))}"}`,
    () => '{"type":"role","role":"write"}',
    () => `{"__proto__":{"type":"chat"},"type":"${random.pick(['saved', 'error', '__proto__'])}"}`,
    () => '['.repeat(5000),
  ]
  return () => {
    const dice = random.below(10)
    if (dice === 0) return text(random.pick(texts)())
    if (dice < 3) return webSocketFrame(2, random.bytes(random.below(120)))
    return webSocketFrame(2, damage(random.pick(frames)(), random))
  }
}

/** Some bytes changed, taken out or put in. */
function damage(frame: Uint8Array, random: Random): Uint8Array {
  const bytes = [...frame]
  for (let i = random.below(3); i >= 0 && bytes.length > 0; i -= 1) {
    const at = random.below(bytes.length)
    const change = random.below(4)
    if (change === 0) bytes.splice(at, 1)
    else if (change === 1) bytes.splice(at, 0, random.below(256))
    else if (change === 2) bytes.length = at
    else bytes[at] = random.below(256)
  }
  return Uint8Array.from(bytes)
}

/** Edits of a document of one's own, each leaning on the one before. */
function realEdits(random: Random): readonly Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = 1 + random.below(2 ** 31)
  const edits: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => void edits.push(update))
  const words = doc.getText('words')
  for (let i = 0; i < 40; i += 1) {
    const change = random.below(5)
    if (change === 0 && words.length > 4) words.delete(random.below(words.length - 3), 3)
    else if (change === 1 && words.length > 4) words.format(0, 3, { bold: true })
    else if (change === 2) doc.getMap('map').set(`key ${random.below(4)}`, [i, { nested: null }])
    else if (change === 3) doc.getXmlFragment('xml').insert(0, [new Y.XmlElement('paragraph')])
    else words.insert(random.below(words.length + 1), 'words 😀')
  }
  return edits
}
