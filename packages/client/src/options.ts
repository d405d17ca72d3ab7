// The options of `connectDocument`, checked once at the door: a wrong one throws at once, with a sentence that
// names the option, the value and the mend.

import { isDocumentName, isSchemaVersion, type DocumentName, type SchemaVersion } from '@stet/protocol'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { OfflineStore } from './offline-store.ts'
import type { User } from './presence.ts'

export interface ConnectOptions {
  /** The server's sync endpoint, `ws://` or `wss://`, without the document: `wss://example.com/sync`. */
  readonly url: string
  /** 1 to 128 of `A–Z a–z 0–9 . _ ~ : -`. */
  readonly document: string
  /** The document to bind; never destroyed. Without it a new one is made, and destroyed with the connection. */
  readonly doc?: Y.Doc
  /** The awareness of `doc`; never destroyed. Without it a new one is made. */
  readonly awareness?: Awareness
  /** Who is writing, for the others' screens: a name of 1 to 64 characters, a colour `#rrggbb`. */
  readonly user?: User
  /**
   * Asked before every attempt to connect, and before the token in use runs out: a fresh one renews the connection in
   * place. While the server refuses what it returns it is asked again, ever more slowly. '' is no token.
   */
  readonly token?: () => string | Promise<string>
  /**
   * The document schema of the editor: it is said to the server, and when somebody with a newer one comes, the event
   * `schema` tells.
   */
  readonly schema?: SchemaVersion
  /** Keep a copy on this device: `true` (in IndexedDB; the default where there is one), `false`, or a store. */
  readonly offline?: boolean | OfflineStore
  /** The WebSocket class, if it is not the global one. */
  readonly WebSocket?: typeof WebSocket
  /** Connect at once (default), or wait for `connect()`. */
  readonly connect?: boolean
  /** Ask before a tab with unsaved edits is closed. Default true. */
  readonly warnBeforeUnload?: boolean
  /** Share edits with other tabs of this browser at once, over a BroadcastChannel. Default true. */
  readonly shareBetweenTabs?: boolean
}

/** The same, believed. */
export interface ParsedOptions extends ConnectOptions {
  readonly document: DocumentName
}

const maxNameLength = 64

export function parseOptions(options: ConnectOptions): ParsedOptions {
  const { document, doc, awareness, user, token, schema } = options
  const url = parseUrl(options.url)
  if (typeof document !== 'string' || !isDocumentName(document)) {
    fail(
      'document',
      document,
      'use 1 to 128 of the characters A–Z a–z 0–9 . _ ~ : - and not "." or ".." alone',
    )
  }
  if (doc !== undefined) checkDoc(doc)
  if (awareness !== undefined) checkAwareness(awareness, doc)
  if (user !== undefined) parseUser(user)
  if (token !== undefined && typeof token !== 'function') {
    fail(
      'token',
      token,
      'give a function that returns the token or a promise of it, so that it can be renewed',
    )
  }
  if (schema !== undefined && !isSchemaVersion(schema)) {
    fail('schema', schema, 'give { version, hash }, a whole number from 1 and up to 64 letters and digits')
  }
  return { ...options, url, document }
}

/** Throws a TypeError that says what a user is. */
export function parseUser(user: User): User {
  const { name, color } = user
  if (typeof name !== 'string' || name.trim() === '' || name.length > maxNameLength) {
    fail('user.name', name, `use 1 to ${maxNameLength} characters`)
  }
  if (typeof color !== 'string' || !/^#[0-9a-f]{6}$/i.test(color)) {
    fail('user.color', color, 'use six hexadecimal digits such as "#0a7f5c"')
  }
  return { name, color }
}

function parseUrl(value: unknown): string {
  const mend = 'use the address of the sync endpoint, such as "wss://example.com/sync", without the document'
  if (typeof value !== 'string') return fail('url', value, mend)
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !/^wss?:$/.test(url.protocol)) return fail('url', value, mend)
  if (url.search !== '' || url.hash !== '') {
    return fail('url', value, 'leave out "?" and "#"; a token goes into the option "token"')
  }
  return value.replace(/\/+$/, '')
}

function checkDoc(doc: Y.Doc): void {
  if (doc instanceof Y.Doc) return
  const foreign = typeof doc === 'object' && doc !== null && 'clientID' in doc
  if (!foreign) fail('doc', doc, 'give a Y.Doc of yjs, or leave it out')
  throw new TypeError(
    'connectDocument: option "doc" is a Y.Doc of another copy of yjs. Two copies cannot work on one document. ' +
      'Make the page load one: run `npm ls yjs` (or `pnpm why yjs`), bring all to one version, ' +
      "and set `resolve: { dedupe: ['yjs'] }` in Vite or an alias for yjs in another bundler.",
  )
}

function checkAwareness(awareness: Awareness, doc: Y.Doc | undefined): void {
  if (typeof awareness !== 'object' || awareness === null || typeof awareness.setLocalState !== 'function') {
    fail('awareness', awareness, 'give an Awareness of y-protocols, or leave it out')
  }
  if (doc === undefined) fail('awareness', 'an Awareness', 'give its document as the option "doc" too')
  if (awareness.doc !== doc) {
    fail('awareness', 'an Awareness of another document', 'give the one made with `new Awareness(doc)`')
  }
}

function fail(option: string, value: unknown, mend: string): never {
  throw new TypeError(`connectDocument: option "${option}" is ${describe(value)}: ${mend}.`)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 140 ? `${value.slice(0, 140)}…` : value)
  return typeof value === 'object' && value !== null ? 'an object of another kind' : String(value)
}
