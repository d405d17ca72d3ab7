import { Awareness } from 'y-protocols/awareness'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { connectDocument } from './connect-document.ts'
import { parseOptions, parseUser, type ConnectOptions } from './options.ts'

const good: ConnectOptions = { url: 'wss://example.com/sync/', document: 'doc-1' }

describe('a wrong option throws at once and names the option, the value and the mend', () => {
  test.each<[Record<string, unknown>, string]>([
    [
      { url: 'https://example.com' },
      'option "url" is "https://example.com": use the address of the sync endpoint',
    ],
    [{ url: '/sync' }, 'option "url" is "/sync": use the address'],
    [{ url: undefined }, 'option "url" is undefined'],
    [{ url: 'ws://x/sync?token=1' }, 'leave out "?" and "#"; a token goes into the option "token"'],
    [{ document: 'a b' }, 'option "document" is "a b": use 1 to 128 of the characters'],
    [{ document: '..' }, 'option "document" is ".."'],
    [{ document: 'x'.repeat(500) }, 'xxx…": use 1 to 128'],
    [{ token: 'secret' }, 'option "token" is "secret": give a function'],
    [{ user: { name: '', color: '#112233' } }, 'option "user.name" is "": use 1 to 64 characters'],
    [{ user: { name: 'Ada', color: '#0a7' } }, 'option "user.color" is "#0a7": use six hexadecimal digits'],
    [{ doc: {} }, 'option "doc" is an object of another kind: give a Y.Doc'],
    [{ awareness: {} }, 'option "awareness" is an object of another kind'],
    [{ awareness: new Awareness(new Y.Doc()) }, 'give its document as the option "doc" too'],
    [{ doc: new Y.Doc(), awareness: new Awareness(new Y.Doc()) }, 'an Awareness of another document'],
  ])('%o', (wrong, message) => {
    const parse = () => parseOptions({ ...good, ...wrong })
    expect(parse).toThrow(TypeError)
    expect(parse).toThrow(message)
  })

  test('a document of a second copy of yjs is told from nonsense, with what to do', () => {
    const foreign = { clientID: 1, store: {}, on() {} } as unknown as Y.Doc
    expect(() => connectDocument({ ...good, doc: foreign })).toThrow('another copy of yjs')
    expect(() => connectDocument({ ...good, doc: foreign })).toThrow("dedupe: ['yjs']")
  })
})

test('a good set is taken, without the slash at the end of the address', () => {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  expect(parseOptions({ ...good, doc, awareness }).url).toBe('wss://example.com/sync')
  awareness.destroy()
})

test('a user is a name and a colour and nothing else', () => {
  expect(parseUser({ name: 'Ada', color: '#0A7f5C', secret: 1 } as never)).toEqual({
    name: 'Ada',
    color: '#0A7f5C',
  })
})
