// PROTOCOL.md against the code, and the wire against its version.

import * as encoding from 'lib0/encoding'
import { digest } from 'lib0/hash/sha256'
import { expect, test } from 'vitest'
import document from '../PROTOCOL.md?raw'
import { defaultAwarenessLimits, encodeAwareness } from './awareness.ts'
import { closeCodes, closeCodeTable, mayReconnect } from './close-codes.ts'
import { errorTable } from './errors.ts'
import { encodeFrame, keepaliveFrame, type Frame } from './frames.ts'
import { defaultScanLimits, syncScanLimits } from './scan-limits.ts'
import { encodeStateVector } from './state-vector.ts'
import { maxSchemaVersion, schemaSubprotocol, schemaSubprotocolPrefix } from './schema-offer.ts'
import { toHex } from './testing/hex.ts'
import {
  encodeClientText,
  encodeServerText,
  maxChatLength,
  maxTokenLength,
  stetSubprotocol,
  tokenSubprotocolPrefix,
  type ServerText,
} from './text-frames.ts'
import { protocolVersion } from './version.ts'

const payload = Uint8Array.of(1, 2, 3)

const frames: { readonly [Type in Frame['type']]: Frame & { readonly type: Type } } = {
  'sync-step-1': { type: 'sync-step-1', stateVector: payload },
  'sync-step-2': { type: 'sync-step-2', update: payload },
  update: { type: 'update', update: payload },
  awareness: { type: 'awareness', entries: payload },
  'auth-denied': { type: 'auth-denied', reason: 'read only' },
  'query-awareness': { type: 'query-awareness' },
}

const serverTexts: { readonly [Type in ServerText['type']]: ServerText & { readonly type: Type } } = {
  saved: { type: 'saved', frames: 3 },
  error: { type: 'error', code: 'bad-update', message: 'why' },
  'storage-ok': { type: 'storage-ok' },
  chat: { type: 'chat', text: 'Hi', from: 'Ada' },
  role: { type: 'role', role: 'read' },
  'token-expiring': { type: 'token-expiring', at: 1_800_000_000_000 },
  schema: { type: 'schema', version: 2, hash: 'de32f575f9175923' },
}

test('a change of the wire raises the version', () => {
  const wire = [
    stetSubprotocol,
    ...Object.values(frames).map((frame) => toHex(encodeFrame(frame))),
    toHex(keepaliveFrame),
    toHex(encodeAwareness([{ clientId: 1001, clock: 7, state: '{"a":1}' }])),
    toHex(
      encodeStateVector(
        new Map([
          [1, 2],
          [1001, 300],
        ]),
      ),
    ),
    ...Object.values(serverTexts).map(encodeServerText),
    encodeClientText({ type: 'chat', text: 'Hi' }),
    encodeClientText({ type: 'token', token: 'abc' }),
    tokenSubprotocolPrefix,
    schemaSubprotocol({ version: 2, hash: 'de32f575f9175923' }),
    JSON.stringify(closeCodeTable),
    JSON.stringify(Object.entries(errorTable).map(([code, row]) => [code, row.closeCode, row.retry])),
  ].join('\n')
  const bytes = encoding.encode((encoder) => encoding.writeVarString(encoder, wire))
  const hash = `${protocolVersion}: ${toHex(digest(bytes)).slice(0, 32)}`
  const advice =
    'The bytes on the wire have changed. If an older peer would misread them, raise protocolVersion. ' +
    'Describe the change in PROTOCOL.md, then write the new hash here.'
  expect({ hash, advice }).toEqual({ hash: '1: 159315fb800369a683a82fa0ec7d69db', advice })
})

test('PROTOCOL.md names the version, the subprotocol and the keepalive', () => {
  expect(document).toContain(`# The wire, version ${protocolVersion}\n`)
  expect(document).toContain(`\`${stetSubprotocol}\``)
  expect(document).toContain(`\`${spaced(toHex(keepaliveFrame))}\``)
})

test('PROTOCOL.md lists every binary frame with the bytes it begins with', () => {
  const rows = table('## Binary frames')
  expect(rows.map((row) => row[0])).toEqual(Object.keys(frames).map((type) => `\`${type}\``))
  for (const [index, frame] of Object.values(frames).entries()) {
    const head = /^`([0-9a-f ]+)`/.exec(rows[index]![1]!)![1]!
    expect(spaced(toHex(encodeFrame(frame))).startsWith(head)).toBe(true)
  }
})

test('PROTOCOL.md lists every text frame', () => {
  const types = table('## Text frames').map((row) => /"type":"([a-z-]+)"/.exec(row[0]!)![1])
  expect(types).toEqual(Object.keys(serverTexts))
  expect(document).toContain(`1 to ${maxChatLength} UTF-16 units`)
  expect(document).toContain(`at most ${maxTokenLength} characters`)
  expect(document).toContain(`\`${tokenSubprotocolPrefix}\``)
  expect(document).toContain(`\`${schemaSubprotocolPrefix}\``)
  expect(document).toContain(`at most ${maxSchemaVersion}`)
})

test('PROTOCOL.md lists every error with its close code', () => {
  expect(table('## Errors')).toEqual(
    Object.entries(errorTable).map(([code, row]) => [
      `\`${code}\``,
      row.closeCode === null ? '–' : String(row.closeCode),
      row.retry ? 'yes' : 'no',
    ]),
  )
})

test('PROTOCOL.md lists every close code with its meaning', () => {
  expect(table('## Close codes')).toEqual(
    Object.entries(closeCodeTable).map(([code, meaning]) => [
      code,
      meaning,
      mayReconnect(Number(code)) ? 'yes' : 'no',
    ]),
  )
  expect(Object.keys(closeCodeTable).map(Number)).toEqual(Object.values(closeCodes))
})

test('PROTOCOL.md gives the limits as they are', () => {
  expect(table('## Limits')).toEqual(
    (
      [
        ['update, bytes', 'maxBytes'],
        ['clients with new structs', 'maxClientBlocks'],
        ['structs', 'maxStructs'],
        ['clients with deletions', 'maxDeleteClients'],
        ['deleted ranges', 'maxDeleteRanges'],
      ] as const
    ).map(([label, limit]) => [label, String(defaultScanLimits[limit]), String(syncScanLimits[limit])]),
  )
  const { maxRoots, maxNameBytes, maxKeyBytes, maxJsonBytes, maxValueDepth, maxTypeDepth } = defaultScanLimits
  expect(document).toContain(
    `Per update: ${maxRoots} root types, names of ${maxNameBytes} bytes, keys of ${maxKeyBytes} bytes, ` +
      `JSON values of ${maxJsonBytes} bytes, values nested ${maxValueDepth} deep, types nested ${maxTypeDepth} deep`,
  )
  const { maxEntries, maxStateBytes, maxDepth, maxClock } = defaultAwarenessLimits
  expect(document).toContain(
    `${maxEntries} entries, ${maxStateBytes} bytes of JSON each, nested ${maxDepth} deep, clocks up to 2^32-1`,
  )
  expect(maxClock).toBe(2 ** 32 - 1)
})

test('a close code says "try again" exactly when its error can be tried again', () => {
  for (const row of Object.values(errorTable)) {
    expect(row.closeCode === null || mayReconnect(row.closeCode) === row.retry).toBe(true)
  }
  expect(mayReconnect(4399) && mayReconnect(4500) && mayReconnect(1006)).toBe(true)
  expect(mayReconnect(4400) || mayReconnect(4499)).toBe(false)
})

/** The cells of the first table below a heading. */
function table(heading: string): string[][] {
  const below = document.slice(document.indexOf(heading))
  const lines = below.slice(below.indexOf('\n|') + 1).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function spaced(hex: string): string {
  return hex.replaceAll(/(..)(?=.)/g, '$1 ')
}
