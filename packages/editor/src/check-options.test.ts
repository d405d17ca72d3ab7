import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { checkMessages } from './check-messages.ts'
import { checkOptions, checkUser, fullColor } from './check-options.ts'
import { english } from './messages/english.ts'

// Where there is no page, there is none of this.
const Element = class HTMLElement extends EventTarget {}
const doc = new Y.Doc()
const awareness = new Awareness(doc)

beforeAll(() => void vi.stubGlobal('HTMLElement', Element))
afterAll(() => {
  vi.unstubAllGlobals()
  awareness.destroy()
})

const url = 'wss://docs.example.com/sync'
const check = (options: object) => () => checkOptions(new Element(), options)

test.each([
  [{}],
  [{ url, document: 'a', token: () => 'x', user: { name: 'Ada', color: '#0a7' } }],
  [{ url, document: 'a', doc, awareness }],
  [{ doc, awareness }],
  [{ provider: { doc, awareness } }],
  [{ provider: { document: doc, awareness: null } }],
  [{ content: { type: 'doc', content: [] } }],
  [{ url: undefined, locale: 'pt-BR', messages: { toggleBold: 'Strong' }, upload: false }],
])('%o is fine', (options) => {
  expect(check(options)).not.toThrow()
})

// Each names the option, the value and what would be right.
test.each([
  [{ urk: 'x' }, 'there is no option "urk". The options are url, document,'],
  [
    { url: 'https://a.example', document: 'a' },
    'url is "https://a.example", but must be a sync endpoint, like',
  ],
  [{ url }, 'url needs document, which is undefined, but must be the document'],
  [{ document: 'a' }, 'document needs url'],
  [{ url, document: '' }, 'document is "", but must be'],
  [{ token: () => '' }, 'token is for a connection'],
  [{ url, document: 'a', token: 'secret' }, 'token is "secret", but must be a function'],
  [{ awareness }, 'awareness belongs to a document'],
  [{ doc: {} }, 'doc must be a Y.Doc, but is object'],
  [{ doc, awareness: {} }, 'awareness is an object, but must be an Awareness'],
  [{ provider: { doc, awareness }, url, document: 'a' }, 'provider brings its own document, so url cannot'],
  [{ provider: {} }, 'provider is an object, but must be a Yjs provider'],
  [{ doc, content: { type: 'doc', content: [] } }, 'content is for a document that lives in this page only'],
  [{ user: 'Ada' }, 'user is "Ada", but must be an object like'],
  [{ toolbar: 'no' }, 'toolbar is "no", but must be true or false'],
  [{ locale: 'no such' }, 'locale is "no such", but must be a language tag'],
  [{ features: [{}] }, 'features[0] is an object, but must be what defineFeature gave'],
  [{ features: [{ name: 'a' }, { name: 'a' }] }, 'two features are named "a"'],
  [{ features: [{ name: 'a', plugins: [{}] }] }, 'features[0].plugins[0] must be a ProseMirror Plugin'],
])('%o is said to be wrong', (options, sentence) => {
  expect(check(options)).toThrow(TypeError)
  expect(check(options)).toThrow(sentence)
})

test('a second copy of yjs is told from a value that is no document, with the mend', () => {
  // What a document of another copy looks like.
  const foreign = { clientID: 1, store: {}, getXmlFragment: () => undefined }
  for (const options of [{ doc: foreign }, { provider: { doc: foreign } }]) {
    expect(check(options)).toThrow(/comes from another copy of yjs.*npm dedupe.*dedupe: \['yjs'\]/)
  }
  const plugins = [{ spec: {}, getState: () => undefined }]
  expect(check({ features: [{ name: 'a', plugins }] })).toThrow('another copy of prosemirror-state')
})

test('the element comes first', () => {
  expect(() => checkOptions('#editor', {})).toThrow(
    'the first argument is "#editor", but must be the HTML element',
  )
})

test('a user needs a name and a colour, and the error names what is wrong', () => {
  expect(() => checkUser({ name: 'Ada', color: '#0a7' })).not.toThrow()
  expect(() => checkUser({ name: ' ', color: '#0a7' })).toThrow('user.name is " "')
  expect(() => checkUser({ name: 'Ada', color: 'red' })).toThrow('user.color is "red"')
  expect(() => checkUser(null as never)).toThrow('user.name is undefined')
  expect(fullColor('#0a7')).toBe('#00aa77')
  expect(fullColor('#0a7f5c')).toBe('#0a7f5c')
})

test('words of their own have keys of the table', () => {
  expect(() => checkMessages({ toggleBold: 'Strong' }, english)).not.toThrow()
  const misspelt: object = { toggleBald: 'x' }
  expect(() => checkMessages(misspelt, english)).toThrow('messages has no key "toggleBald"')
})
