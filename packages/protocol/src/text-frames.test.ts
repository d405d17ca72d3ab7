import { describe, expect, test } from 'vitest'
import {
  decodeClientText,
  decodeServerText,
  encodeClientText,
  encodeServerText,
  maxChatLength,
  maxTokenLength,
  type ServerText,
} from './text-frames.ts'

describe('from the server', () => {
  test.each<ServerText>([
    { type: 'saved', frames: 0 },
    { type: 'error', code: 'storage-unavailable', message: 'disk full' },
    { type: 'storage-ok' },
    { type: 'chat', text: 'Hi 😀' },
    { type: 'chat', text: 'Hi', from: 'Ada' },
    { type: 'role', role: 'comment' },
    { type: 'token-expiring', at: 1_800_000_000_000 },
    { type: 'schema', version: 2, hash: 'de32f575f9175923' },
  ])('%j is decoded as it was encoded', (frame) => {
    expect(decodeServerText(encodeServerText(frame))).toEqual(frame)
  })

  test('a type of a newer server is undefined, to be ignored', () => {
    expect(decodeServerText('{"type":"mentioned","by":"Ada"}')).toBeUndefined()
  })

  test('unknown fields are left out, an unknown error code is read as internal and keeps its sentence', () => {
    expect(decodeServerText('{"type":"saved","frames":2,"at":5}')).toEqual({ type: 'saved', frames: 2 })
    expect(decodeServerText('{"type":"error","code":"toString","message":"why"}')).toEqual({
      type: 'error',
      code: 'internal',
      message: 'why',
    })
  })

  test.each([
    '',
    'saved',
    '[]',
    'null',
    '{}',
    '{"type":5}',
    '{"type":"schema","version":0,"hash":"a"}',
    '{"type":"schema","version":1}',
    '{"type":"saved"}',
    '{"type":"saved","frames":-1}',
  ])('%s is refused', (text) => {
    expect(() => decodeServerText(text)).toThrow(expect.objectContaining({ code: 'bad-text-frame' }))
  })

  test.each([
    '{"type":"saved","frames":1.5}',
    '{"type":"error","code":"internal"}',
    '{"type":"chat","text":5}',
    '{"type":"role","role":"owner"}',
    '{"type":"role"}',
    '{"type":"token-expiring","at":"soon"}',
  ])('%s is refused', (text) => {
    expect(() => decodeServerText(text)).toThrow(expect.objectContaining({ code: 'bad-text-frame' }))
  })
})

describe('from a client', () => {
  test('a chat message is decoded as it was encoded, up to the longest, however it is escaped', () => {
    expect(decodeClientText('{"type":"chat","text":"Hi"}')).toEqual({ type: 'chat', text: 'Hi' })
    const longest = { type: 'chat', text: '\u0001'.repeat(maxChatLength) } as const
    expect(decodeClientText(encodeClientText(longest))).toEqual(longest)
  })

  test('a token is decoded as it was encoded, up to the longest', () => {
    const longest = { type: 'token', token: 't'.repeat(maxTokenLength) } as const
    expect(decodeClientText(encodeClientText(longest))).toEqual(longest)
  })

  test.each([
    ['a token one longer', `{"type":"token","token":"${'x'.repeat(maxTokenLength + 1)}"}`, 'more than 8192'],
    ['an empty token', '{"type":"token","token":""}', '"token" is empty'],
    ['a token that is no text', '{"type":"token","token":5}', '"token" is not a string'],
    ['a message one longer', `{"type":"chat","text":"${'x'.repeat(maxChatLength + 1)}"}`, 'more than 4000'],
    ['an empty message', '{"type":"chat","text":""}', 'empty'],
    ['no text', '{"type":"chat"}', '"text" is not a string'],
    ['an unknown type', '{"type":"shout","text":"Hi"}', '"shout" is unknown'],
    ['a list', '["chat"]', 'not a JSON object'],
    ['no JSON', 'Hi', 'not JSON'],
    ['a megabyte, before it is parsed', '['.repeat(1_000_000), 'more than 25000'],
  ])('%s is refused', (_what, text, reason) => {
    expect(() => decodeClientText(text)).toThrow(
      expect.objectContaining({ code: 'bad-text-frame', message: expect.stringContaining(reason) }),
    )
  })
})
