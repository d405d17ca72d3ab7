// The options, looked at before anything is made: a misspelt one should be a sentence in the console on the first day, not a
// document that silently goes nowhere.
import { checkDoc, checkPlugin, checkProseMirror } from './one-copy.ts'
import type { EditorOptions, EditorUser } from './options.ts'

type OptionName = keyof EditorOptions

interface Rule {
  readonly fits: (value: unknown) => boolean
  /** Completes "… is <value>, but must be". */
  readonly wanted: string
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isFunction = (value: unknown): boolean => typeof value === 'function'
const yesOrNo: Rule = { fits: (value) => typeof value === 'boolean', wanted: 'true or false' }
const someText: Rule = { fits: isText, wanted: 'a text' }

/** What each option must be by itself; which go together is said below. */
const rules: Readonly<Record<OptionName, Rule>> = {
  url: {
    fits: (value) => typeof value === 'string' && /^wss?:\/\//.test(value),
    wanted: 'a sync endpoint, like "wss://docs.example.com/sync"',
  },
  document: {
    fits: (value) => typeof value === 'string' && value !== '',
    wanted: 'the document\'s name on the server, like "handbook"',
  },
  token: { fits: isFunction, wanted: 'a function that gives a token, like () => fetchToken()' },
  connection: {
    fits: (value) => has(value, 'doc', 'awareness', 'status'),
    wanted: 'what connectDocument of @stet/client gave',
  },
  provider: {
    fits: (value) => has(value, 'doc') || has(value, 'document'),
    wanted: 'a Yjs provider, with its doc and awareness',
  },
  doc: { fits: () => true, wanted: 'a Y.Doc' },
  awareness: {
    // Not by its class: a provider may bring a copy of y-protocols of its own, which does no harm.
    fits: (value) => has(value, 'clientID', 'getStates', 'setLocalState'),
    wanted: 'an Awareness of y-protocols, such as provider.awareness',
  },
  content: {
    fits: (value) => has(value, 'type', 'content'),
    wanted: 'the JSON of a document, as editor.getJSON() gives it',
  },
  features: { fits: Array.isArray, wanted: 'a list of features, like [defineFeature({ … })]' },
  user: { fits: (value) => has(value), wanted: 'an object like { name: "Ada", color: "#0a7" }' },
  toolbar: yesOrNo,
  readonly: yesOrNo,
  typography: yesOrNo,
  autofocus: {
    fits: (value) => typeof value === 'boolean' || value === 'empty',
    wanted: 'true, false or "empty"',
  },
  placeholder: someText,
  label: someText,
  upload: {
    fits: (value) => value === false || isFunction(value),
    wanted: 'a function that gives { src }, or false',
  },
  signal: { fits: (value) => has(value, 'aborted'), wanted: 'an AbortSignal' },
  locale: { fits: isLocale, wanted: 'a language tag, like "de" or "pt-BR"' },
  messages: { fits: (value) => has(value), wanted: 'an object of texts, like { toggleBold: "Strong" }' },
  mentions: { fits: isFunction, wanted: 'a function that finds people by what was typed' },
  embeds: { fits: isFunction, wanted: 'a function that says what to load for an address' },
}

export const optionNames = Object.keys(rules) as readonly OptionName[]

/** Throws a TypeError that names the option, its value, and what would be right. */
export function checkOptions(element: unknown, options: EditorOptions): void {
  // Not there when a server renders the page.
  if (typeof HTMLElement !== 'function' || !(element instanceof HTMLElement)) {
    fail(`the first argument is ${show(element)}, but must be the HTML element to put the editor into.`)
  }
  checkProseMirror()
  for (const [name, value] of Object.entries(options)) {
    if (!isOption(name)) fail(`there is no option "${name}". The options are ${optionNames.join(', ')}.`)
    const { fits, wanted } = rules[name]
    if (value !== undefined && !fits(value)) fail(`${name} is ${show(value)}, but must be ${wanted}.`)
  }
  checkSource(options)
  if (options.user !== undefined) checkUser(options.user)
  checkFeatures(options.features ?? [])
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

/** Where the document comes from is said in one way only. */
function checkSource(options: EditorOptions): void {
  const { url, document, connection, provider, doc, awareness, token, content } = options
  for (const bringer of ['connection', 'provider'] as const) {
    if (options[bringer] === undefined) continue
    const brought = ['url', 'document', 'doc', 'awareness', 'token', 'content'] as const
    const double = brought.find((name) => options[name] !== undefined)
    if (double !== undefined || (connection && provider)) {
      fail(
        `${bringer} brings its own document, so ${double ?? 'connection'} cannot be given with it. Leave one of them out.`,
      )
    }
  }
  if (doc !== undefined) checkDoc('doc', doc)
  if (connection !== undefined) checkDoc('connection.doc', connection.doc)
  if (provider !== undefined) checkDoc('provider.doc', provider.doc ?? provider.document)
  if ((url === undefined) !== (document === undefined)) {
    const [given, missing] = url === undefined ? ['document', 'url'] : ['url', 'document']
    fail(`${given} needs ${missing}, which is undefined, but must be ${rules[missing as OptionName].wanted}.`)
  }
  if (token !== undefined && url === undefined)
    fail('token is for a connection. Give url and document too, or leave the token out.')
  if (awareness !== undefined && doc === undefined) fail('awareness belongs to a document. Give its doc too.')
  if (content !== undefined && (url !== undefined || doc !== undefined)) {
    fail(
      'content is for a document that lives in this page only: two people who each put it into a shared one would have it ' +
        'twice. Create the document on the server with it, or leave it out.',
    )
  }
}

function checkFeatures(features: NonNullable<EditorOptions['features']>): void {
  const names = new Set<string>()
  features.forEach((feature, index) => {
    const place = `features[${index}]`
    if (!has(feature, 'name') || !isText(feature.name) || feature.name === '') {
      fail(`${place} is ${show(feature)}, but must be what defineFeature gave, with a name.`)
    }
    if (names.has(feature.name)) fail(`two features are named "${feature.name}". Give one another name.`)
    names.add(feature.name)
    feature.plugins?.forEach((plugin, at) => checkPlugin(`${place}.plugins[${at}]`, plugin))
  })
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(rules, name)
}

function isLocale(value: unknown): boolean {
  try {
    return typeof value === 'string' && Intl.getCanonicalLocales(value).length === 1
  } catch {
    return false
  }
}

function has(value: unknown, ...names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => name in value)
}

function fail(sentence: string): never {
  throw new TypeError(`createEditor: ${sentence}`)
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
