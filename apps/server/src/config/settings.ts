// Every setting of the program, once. A row is a flag (`--web-root`), an environment variable, a key of the
// configuration file (`webRoot`), a line of the help text and a line of the README's table, which a test compares.
import { isIP } from 'node:net'
import { fileURLToPath } from 'node:url'
import { isFrameAncestor } from '@stet/server'
import { choiceSetting, listSetting, numberSetting, switchSetting, textSetting } from './setting.ts'
import type { Setting } from './setting.ts'

export const settings = {
  port: numberSetting({
    variable: 'PORT',
    about: 'port to listen on; 0 takes any free one, and a port you name is taken or refused',
    fallback: 8080,
    fallbackText: '8080, or the next free one',
    min: 0,
    max: 65_535,
    expected: 'a number from 0 to 65535 (0: any free port)',
  }),
  host: textSetting({
    variable: 'HOST',
    argument: '<address>',
    about: 'address to listen on; 0.0.0.0 lets other machines in',
    fallback: '127.0.0.1',
    expected: 'a name or an address such as 127.0.0.1, 0.0.0.0 or :: (the port is given by --port)',
    fits: isHost,
  }),
  data: textSetting({
    variable: 'STET_DATA',
    argument: '<folder>',
    about: 'where the documents lie, in stet.sqlite; created if missing, for one server at a time',
    fallback: './data',
    expected: 'the path of a folder',
    path: true,
  }),
  webRoot: textSetting({
    variable: 'STET_WEB_ROOT',
    argument: '<folder>',
    about: 'the built web app',
    fallback: fileURLToPath(new URL('../../../web/dist', import.meta.url)),
    fallbackText: 'apps/web/dist',
    example: './dist',
    expected: 'the path of a folder',
    path: true,
  }),
  tlsCert: textSetting({
    variable: 'STET_TLS_CERT',
    argument: '<file>',
    about: 'certificate chain (PEM): serve https and wss; read again whenever it changes',
    fallback: undefined,
    example: '/etc/stet/fullchain.pem',
    expected: 'the path of a file',
    path: true,
  }),
  tlsKey: textSetting({
    variable: 'STET_TLS_KEY',
    argument: '<file>',
    about: 'private key (PEM) of the certificate',
    fallback: undefined,
    example: '/etc/stet/privkey.pem',
    expected: 'the path of a file',
    path: true,
  }),
  allowedOrigins: listSetting({
    variable: 'STET_ALLOWED_ORIGINS',
    argument: '<origins>',
    about: 'other sites whose pages may connect, separated by commas',
    example: 'https://example.com',
    expected: 'origins such as https://example.com, without a path',
    fits: isOrigin,
  }),
  frameAncestors: listSetting({
    variable: 'STET_FRAME_ANCESTORS',
    argument: '<origins>',
    about: 'other sites whose pages may show /embed/<document> in a frame, separated by commas',
    example: 'https://example.com',
    expected: 'origins such as https://example.com or https://*.example.com, without a path',
    fits: isFrameAncestor,
  }),
  trustedProxies: listSetting({
    variable: 'STET_TRUSTED_PROXIES',
    argument: '<addresses>',
    about: 'proxies whose X-Forwarded-For is believed: addresses, ranges, or "loopback", separated by commas',
    example: '10.0.0.0/8',
    expected: 'addresses or ranges such as 10.0.0.0/8, or "loopback"',
    fits: isProxy,
  }),
  auth: choiceSetting({
    variable: 'STET_AUTH',
    about: 'who may open which document: by token, by asking a program of yours, or everybody everything',
    fallback: 'auto',
    fallbackText: 'jwt or webhook where one is set up, else open',
    choices: ['auto', 'open', 'jwt', 'webhook'],
    example: 'jwt',
  }),
  open: switchSetting({
    variable: 'STET_OPEN',
    about: 'let everybody who reaches the server read and write everything, also from other machines',
  }),
  jwtSecret: textSetting({
    variable: 'STET_JWT_SECRET',
    argument: '<secret>',
    about: 'shared secret of at least 32 bytes that tokens are signed with',
    fallback: undefined,
    expected: 'a secret of at least 32 bytes',
    fits: (text) => Buffer.byteLength(text) >= 32,
    secret: true,
  }),
  jwks: textSetting({
    variable: 'STET_JWKS',
    argument: '<file|url>',
    about: 'public keys that tokens are signed with, instead of a secret: a JWKS file or its https address',
    fallback: undefined,
    example: 'https://login.example.com/.well-known/jwks.json',
    expected: 'the path of a file or an https address',
  }),
  jwtIssuer: textSetting({
    variable: 'STET_JWT_ISSUER',
    argument: '<text>',
    about: 'who signs tokens: their "iss"',
    fallback: 'stet',
    expected: 'a text',
  }),
  jwtAudience: textSetting({
    variable: 'STET_JWT_AUDIENCE',
    argument: '<text>',
    about: 'what tokens are for: their "aud"',
    fallback: 'stet',
    expected: 'a text',
  }),
  webhook: textSetting({
    variable: 'STET_WEBHOOK',
    argument: '<url>',
    about: 'address of your program that is asked about each person and document',
    fallback: undefined,
    example: 'http://127.0.0.1:3000/stet-access',
    expected: 'an http or https address',
    fits: (text) => /^https?:$/u.test(URL.parse(text)?.protocol ?? ''),
  }),
  webhookSecret: textSetting({
    variable: 'STET_WEBHOOK_SECRET',
    argument: '<secret>',
    about: 'shown to the webhook as a bearer token',
    fallback: undefined,
    expected: 'a text',
    secret: true,
  }),
  adminSecret: textSetting({
    variable: 'STET_ADMIN_SECRET',
    argument: '<secret>',
    about: 'opens POST /api/admin/revoke and /api/admin/access to whoever shows it; at least 32 bytes',
    fallback: undefined,
    expected: 'a secret of at least 32 bytes',
    fits: (text) => Buffer.byteLength(text) >= 32,
    secret: true,
  }),
  metrics: choiceSetting({
    variable: 'STET_METRICS',
    about: 'who may read /metrics: programs on this machine, everybody who reaches the port, nobody',
    fallback: 'local',
    choices: ['local', 'open', 'off'],
  }),
  metricsPort: numberSetting({
    variable: 'STET_METRICS_PORT',
    about: 'serve /metrics on a port of its own instead, at the same address',
    fallback: undefined,
    fallbackText: 'the same port',
    example: '9464',
    min: 0,
    max: 65_535,
    expected: 'a number from 0 to 65535 (0: any free port)',
  }),
  logLevel: choiceSetting({
    variable: 'STET_LOG_LEVEL',
    about: 'error: somebody should look; info: and what changed; debug: and everything else',
    fallback: 'info',
    choices: ['error', 'info', 'debug'],
  }),
  compactRows: numberSetting({
    variable: 'STET_COMPACT_ROWS',
    about: 'fold the log of a document into a snapshot when it is longer than this',
    fallback: 500,
    min: 1,
    max: 1_000_000,
    expected: 'a number of rows from 1 to 1000000',
  }),
  keepDays: numberSetting({
    variable: 'STET_KEEP_DAYS',
    about: 'days for which single edits are kept after they went into a snapshot, for history and recovery',
    fallback: 30,
    min: 0,
    max: 36_500,
    expected: 'a number of days from 0 to 36500',
  }),
  uploadsFolder: textSetting({
    variable: 'STET_UPLOADS_FOLDER',
    argument: '<folder>',
    about: 'where uploaded pictures lie, one file each; created if missing, and for pictures only',
    fallback: undefined,
    fallbackText: 'uploads in the data folder',
    example: '/srv/stet/pictures',
    expected: 'the path of a folder',
    path: true,
  }),
  uploadLimit: numberSetting({
    variable: 'STET_UPLOAD_LIMIT',
    about: 'MiB that one uploaded picture may have; 0: no uploads',
    fallback: 10,
    min: 0,
    max: 1000,
    expected: 'a number of MiB from 0 to 1000 (0: no uploads)',
  }),
  drainSeconds: numberSetting({
    variable: 'STET_DRAIN_SECONDS',
    about: 'over how many seconds clients are sent away when the server stops',
    fallback: 3,
    min: 0,
    max: 600,
    expected: 'a number of seconds from 0 to 600',
  }),
} satisfies Readonly<Record<string, Setting<unknown>>>

export type SettingName = keyof typeof settings

type ValueOf<Row> = Row extends Setting<infer Value> ? Value : never
export type Settings = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> }

export const settingNames = Object.keys(settings) as readonly SettingName[]

/** A row by its name, without its type. */
export function settingOf(name: SettingName): Setting<unknown> {
  return settings[name]
}

/** `webRoot` is `--web-root`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Whether there is such an address the network will say; this catches "localhost:8080" and "http://…". */
function isHost(text: string): boolean {
  if (/^[\w.-]+:\d+$/u.test(text)) return false
  return /^[\w.-]+$/u.test(text) || /^[\da-f:.]+$/iu.test(text)
}

function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (text === 'loopback') return true
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/u.test(bits))
}

function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text
}
