// What an embedder hands in, checked at once: a misspelt option should be a sentence in the console on the first day, not
// a document that silently goes nowhere.
import type { DocumentConnection } from '@stet/client'
import { english } from './messages/english.ts'
import type { FindFrame } from './features/embed/embed-commands.ts'
import type { FindPeople } from './features/mention/mention.ts'
import type { Messages } from './messages/english.ts'
import type { Upload } from './features/upload/upload.ts'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

export interface EditorUser {
  readonly name: string
  /** `#rgb` or `#rrggbb`. */
  readonly color: string
}

export interface EditorOptions {
  /** The sync endpoint, like `wss://docs.example.com/sync`. Needs `document`. The editor makes and ends the connection. */
  readonly url?: string
  /** The document's name on the server. Needs `url`. */
  readonly document?: string
  /** Called before each connection attempt. */
  readonly token?: () => string | Promise<string>
  /** A connection of your own, from `connectDocument` of @stet/client. It is not destroyed with the editor. */
  readonly connection?: DocumentConnection
  /** A Yjs document of your own, connected (or not) by you. Needs nothing else; `awareness` shows the others' carets. */
  readonly doc?: Y.Doc
  readonly awareness?: Awareness
  /** Who is writing. Others see the name at the caret. */
  readonly user?: EditorUser
  /** The toolbar above the text. Default true. */
  readonly toolbar?: boolean
  /** Show the document, let nobody write. Default false. */
  readonly readonly?: boolean
  /** Words in an empty document. */
  readonly placeholder?: string
  /** The name of the text field for screen readers. Default "Document". */
  readonly label?: string
  /**
   * Where pictures go that are pasted, dropped or picked. Default: the server that the document is on; without one, and
   * with `false`, only pictures that have an address can be inserted.
   */
  readonly upload?: Upload | false
  /** Stops a creation that is still waiting for the document; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** The language of buttons, menus and announcements, like "de" or "pt-BR". Default: the page's language (`lang`). */
  readonly locale?: string
  /** Words of your own, in place of the editor's, by the keys of its message table. */
  readonly messages?: Partial<Messages>
  /** Who can be named with `@`, best first. Default: the people who are in the document. */
  readonly mentions?: FindPeople
  /**
   * Which addresses can be embedded, and what is loaded in the frame for one; null for "stays a link". Default: videos of
   * YouTube, Vimeo and Loom. Your page's `frame-src` policy must allow the frames.
   */
  readonly embeds?: FindFrame
  /** `...` becomes …, `--` between words becomes —, `->` becomes →. Default true. */
  readonly typography?: boolean
}

const known: ReadonlySet<string> = new Set([
  'url',
  'document',
  'token',
  'connection',
  'doc',
  'awareness',
  'user',
  'toolbar',
  'readonly',
  'placeholder',
  'label',
  'upload',
  'signal',
  'locale',
  'messages',
  'typography',
  'mentions',
  'embeds',
] satisfies (keyof EditorOptions)[])

/** Throws a TypeError that names the option, its value, and what would be right. */
export function checkOptions(element: unknown, options: EditorOptions): void {
  // Not there when a server renders the page.
  if (typeof HTMLElement !== 'function' || !(element instanceof HTMLElement)) {
    fail(`the first argument is ${show(element)}, but must be the HTML element to put the editor into.`)
  }
  for (const name of Object.keys(options)) {
    if (!known.has(name)) fail(`there is no option "${name}". The options are ${[...known].join(', ')}.`)
  }
  checkSource(options)
  if (options.doc !== undefined && !(options.doc instanceof Y.Doc)) {
    fail(
      `doc is ${show(options.doc)}, but must be a Y.Doc. If it is one, two copies of yjs are loaded: ` +
        'make your bundler use one ("dedupe": ["yjs"]).',
    )
  }
  if (options.awareness !== undefined && !(options.awareness instanceof Awareness)) {
    fail(
      `awareness is ${show(options.awareness)}, but must be an Awareness of y-protocols, such as provider.awareness.`,
    )
  }
  if (options.user !== undefined) checkUser(options.user)
  for (const name of ['toolbar', 'readonly', 'typography'] as const) {
    const value: unknown = options[name]
    if (value !== undefined && typeof value !== 'boolean')
      fail(`${name} is ${show(value)}, but must be true or false.`)
  }
  if (options.mentions !== undefined && typeof options.mentions !== 'function') {
    fail(`mentions is ${show(options.mentions)}, but must be a function that finds people by what was typed.`)
  }
  if (options.embeds !== undefined && typeof options.embeds !== 'function') {
    fail(`embeds is ${show(options.embeds)}, but must be a function that says what to load for an address.`)
  }
  checkWords(options)
  if (options.upload !== undefined && options.upload !== false && typeof options.upload !== 'function') {
    fail(`upload is ${show(options.upload)}, but must be a function that gives { src }, or false.`)
  }
  for (const name of ['placeholder', 'label'] as const) {
    const value: unknown = options[name]
    if (value !== undefined && typeof value !== 'string')
      fail(`${name} is ${show(value)}, but must be a text.`)
  }
}

function checkWords({ locale, messages }: EditorOptions): void {
  if (locale !== undefined && !isLocale(locale))
    fail(`locale is ${show(locale)}, but must be a language tag, like "de" or "pt-BR".`)
  if (messages === undefined) return
  if (typeof messages !== 'object' || messages === null) {
    fail(`messages is ${show(messages)}, but must be an object of texts, like { toggleBold: "Strong" }.`)
  }
  for (const key of Object.keys(messages)) {
    if (!Object.hasOwn(english, key))
      fail(`messages has no key "${key}". The keys are those of the type Messages.`)
  }
}

function isLocale(value: unknown): boolean {
  try {
    return typeof value === 'string' && Intl.getCanonicalLocales(value).length === 1
  } catch {
    return false
  }
}

// What @stet/client and the servers accept.
const maxNameLength = 64

/** Throws unless this is a user with a name and a colour that can be shown. */
export function checkUser(user: EditorUser): void {
  const { name, color } = (user ?? {}) as { readonly name?: unknown; readonly color?: unknown }
  if (typeof name !== 'string' || name.trim() === '' || name.length > maxNameLength) {
    fail(`user.name is ${show(name)}, but must be a text of 1 to ${maxNameLength} characters, like "Ada".`)
  }
  if (typeof color !== 'string' || !/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color)) {
    fail(`user.color is ${show(color)}, but must be written like "#0a7" or "#00aa77".`)
  }
}

/** `#0a7` as `#00aa77`: the long form is the one every client understands. */
export function fullColor(color: string): string {
  return color.length === 4 ? color.replace(/[0-9a-f]/gi, '$&$&') : color
}

function checkSource(options: EditorOptions): void {
  const { url, document, connection, doc, awareness, token } = options
  if (connection !== undefined) {
    if (url !== undefined || document !== undefined || doc !== undefined || awareness !== undefined) {
      fail('connection brings its own url, document, doc and awareness. Give either a connection or those.')
    }
    return
  }
  if (url === undefined && document === undefined) {
    if (token !== undefined)
      fail('token is for a connection. Give url and document too, or leave the token out.')
    if (awareness !== undefined && doc === undefined) {
      fail('awareness belongs to a document. Give its doc too.')
    }
    return
  }
  if (typeof url !== 'string' || !/^wss?:\/\//.test(url)) {
    fail(`url is ${show(url)}, but must be a sync endpoint, like "wss://docs.example.com/sync".`)
  }
  if (typeof document !== 'string' || document === '') {
    fail(`document is ${show(document)}, but must be the document's name on the server, like "handbook".`)
  }
}

function fail(sentence: string): never {
  throw new TypeError(`createEditor: ${sentence}`)
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
