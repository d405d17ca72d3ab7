// Flags and environment in, a typed configuration out. A flag beats the environment, which beats the default; whatever
// cannot be meant gets a sentence that names the value and what is possible.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export type Command =
  | { readonly kind: 'serve'; readonly config: ServeConfig }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** What was asked for cannot be done: show the message, exit with 2. */
  | { readonly kind: 'mistake'; readonly message: string }

export interface ServeConfig {
  readonly host: string
  readonly port: number
  /** The port was asked for: another one will not do. */
  readonly portIsFixed: boolean
  /** Folder for the data. */
  readonly data: string
  /** Folder of the built web app. */
  readonly webRoot: string
}

export interface ParseInput {
  /** Without the program and its file. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

const defaultPort = 8080

export const help = `Usage: stet serve [flags]

Serves documents: the web app, the API and the sync endpoint on one port.

  --port <number>      port to listen on, 0 for any free one (PORT; default ${defaultPort}, or the next free one)
  --host <address>     address to listen on (HOST; default 127.0.0.1: this machine only)
  --data <folder>      where the data lies, created if missing (STET_DATA; default ./data)
  --web-root <folder>  the built web app (default: the one of this repository)
  --help               this text
  --version            the version

Whoever can reach the server can read and write every document. Keep that in mind before you choose
--host 0.0.0.0, which lets other machines in.
`

export function parseCommand({ args, env }: ParseInput): Command {
  try {
    return parse(args, env)
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'mistake', message: error.message }
    throw error
  }
}

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  'web-root': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

const flagNames = Object.keys(flags).map((name) => `--${name}`)

class Mistake extends Error {}

function parse(args: readonly string[], env: ParseInput['env']): Command {
  // Not strict, so that the messages can be ours.
  const { values, tokens } = parseArgs({
    args: [...args],
    options: flags,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  if (values['help'] === true) return { kind: 'help' }
  if (values['version'] === true) return { kind: 'version' }

  const words: string[] = []
  const texts = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (!Object.hasOwn(flags, name)) {
      throw new Mistake(`The flag ${rawName} is not known. Known are ${flagNames.join(', ')}.`)
    }
    if (value === undefined || value === '' || (value.startsWith('-') && !token.inlineValue)) {
      throw new Mistake(`The flag ${rawName} needs a value, as in: ${rawName} ${examples[name] ?? ''}`)
    }
    if (texts.has(name)) throw new Mistake(`The flag ${rawName} is given twice.`)
    texts.set(name, value)
  }
  const [command = 'serve', ...rest] = words
  if (command !== 'serve') throw new Mistake(`The command ${show(command)} is not known. Known is "serve".`)
  if (rest.length > 0) throw new Mistake(`${show(rest[0] ?? '')} after "serve" is not understood.`)

  const setting = (flag: string, variable: string): Setting | undefined => {
    const text = texts.get(flag)
    if (text !== undefined) return { source: `--${flag}`, text }
    const fromEnv = env[variable]
    // An empty variable is how many tools spell "not set".
    return fromEnv === undefined || fromEnv === '' ? undefined : { source: variable, text: fromEnv }
  }
  const port = setting('port', 'PORT')
  return {
    kind: 'serve',
    config: {
      port: port ? parsePort(port) : defaultPort,
      portIsFixed: port !== undefined,
      host: parseHost(setting('host', 'HOST')),
      data: parseFolder(setting('data', 'STET_DATA')) ?? 'data',
      webRoot: texts.get('web-root') ?? fileURLToPath(new URL('../../web/dist', import.meta.url)),
    },
  }
}

interface Setting {
  /** The flag or variable it came from, for messages. */
  readonly source: string
  readonly text: string
}

const examples: Readonly<Record<string, string>> = {
  port: '8080',
  host: '127.0.0.1',
  data: './data',
  'web-root': './dist',
}

function parsePort({ source, text }: Setting): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : -1
  if (port >= 0 && port <= 65_535) return port
  throw new Mistake(`${source} must be a number from 0 to 65535 (0: any free port), not ${show(text)}.`)
}

function parseHost(setting: Setting | undefined): string {
  if (setting === undefined) return '127.0.0.1'
  const { source, text } = setting
  // Whether there is such an address the network will say; this catches "localhost:8080" and "http://…".
  if (/^[\w.-]+$/u.test(text) || /^[\da-f:.]+$/iu.test(text)) {
    if (!/^[\w.-]+:\d+$/u.test(text)) return text
  }
  throw new Mistake(
    `${source} must be a name or an address such as 127.0.0.1, 0.0.0.0 or ::, not ${show(text)}. ` +
      'The port is given by --port.',
  )
}

function parseFolder(setting: Setting | undefined): string | undefined {
  if (setting?.text.includes('\0')) {
    throw new Mistake(`${setting.source} must be the path of a folder, not ${show(setting.text)}.`)
  }
  return setting?.text
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
