// The web app's files. A path is only ever looked up segment by segment from an alphabet without separators and
// leading dots, so no spelling of `..` can leave the folder.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isDocumentName } from '@stet/protocol'
import { sendPage } from './pages.ts'
import { HttpError, securityHeaders } from './respond.ts'
import { requireMethod } from './router.ts'
import type { Handler, HttpRequest } from './router.ts'
import type { Stats } from 'node:fs'

/** Serves `webRoot` for whatever no route took; undefined when this server comes without a web app. */
export function staticFiles(webRoot: string | undefined): Handler {
  return async (context) => {
    const { request, response, path } = context
    if (path.startsWith('/api/') || path === '/api') {
      throw new HttpError({ status: 404, code: 'not-found', message: 'There is nothing here in the API.' })
    }
    requireMethod(request.method ?? '', ['GET', 'HEAD'])
    const file = fileFor(path)
    if (file !== undefined && webRoot !== undefined) {
      const asked = join(webRoot, ...file)
      // Pages that are made when the site is built have addresses without an ending: /docs/writing.
      const found = (await findFile(asked)) ?? (await findFile(`${asked}.html`))
      const headers = isForOthers(file) ? { ...securityHeaders, ...forOthers } : securityHeaders
      if (found) return sendFile(context, found, { hashed: file[0] === 'assets', headers })
    }
    if (isAppPath(path)) {
      return sendPage(response, webRoot === undefined ? withoutWebApp : notBuilt)
    }
    // Somebody who follows a link gets the site itself, which says kindly that there is no such page.
    const app = asksForPage(request) && webRoot !== undefined && (await findFile(join(webRoot, 'index.html')))
    if (app) return sendFile(context, app, { hashed: false, status: 404 })
    return sendPage(response, notFound)
  }
}

function asksForPage({ headers }: HttpRequest['request']): boolean {
  return headers.accept?.includes('text/html') === true
}

const notFound = {
  status: 404,
  title: 'Not found',
  text: 'There is no page here. <a href="/">All documents</a>',
}
const notBuilt = {
  status: 503,
  title: 'The web app is not built',
  text: 'Run <code>pnpm build</code> in the repository, then reload. Documents can be reached at <code>/sync</code> meanwhile.',
}
const withoutWebApp = {
  status: 404,
  title: 'No web app here',
  text: 'This server was started without one (<code>webRoot</code>). Documents are at <code>/sync</code> and <code>/api</code>.',
}

/** The file for a path, as segments below the root; undefined when the path can name none. */
function fileFor(path: string): readonly string[] | undefined {
  if (isAppPath(path)) return ['index.html']
  const segments = path.slice(1).split('/')
  return segments.every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/u.test(segment)) ? segments : undefined
}

/** The editor for pages of other sites: /embed.js, /embed.css, /embed.json and what lies in /assets/embed/. */
function isForOthers([first = '', second]: readonly string[]): boolean {
  return second === undefined
    ? /^embed\.(?:js|css|json)$/.test(first)
    : first === 'assets' && second === 'embed'
}

// Any page may load them, also with `integrity` and under a policy that wants every file's consent. There is no secret in them.
const forOthers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** The addresses that the app itself reads: the library and a document. */
function isAppPath(path: string): boolean {
  if (path === '/') return true
  if (!path.startsWith('/d/')) return false
  try {
    return isDocumentName(decodeURIComponent(path.slice('/d/'.length)))
  } catch {
    return false
  }
}

export interface FoundFile {
  readonly path: string
  readonly stats: Stats
}

export async function findFile(path: string): Promise<FoundFile | undefined> {
  const stats = await stat(path).catch(() => undefined)
  return stats?.isFile() ? { path, stats } : undefined
}

interface SendFileOptions {
  /** The name carries a hash of the content: the same name is the same file for ever. */
  readonly hashed: boolean
  readonly status?: 200 | 404
  /** In place of `securityHeaders`. */
  readonly headers?: Readonly<Record<string, string>>
}

// Smaller first. The build of the web app leaves them beside its files; a web root without them is served as it is.
const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const

interface EncodedFile extends FoundFile {
  readonly encoding?: string
}

/** The compressed form that lies beside the file, when the asker can read it. */
async function smallest(file: FoundFile, { headers }: HttpRequest['request']): Promise<EncodedFile> {
  const accepted = new Set(
    [headers['accept-encoding'] ?? '']
      .flat()
      .flatMap((list) => list.split(','))
      .filter((coding) => !/;\s*q=0(?:\.0*)?\s*$/.test(coding))
      .map((coding) => coding.split(';')[0]?.trim()),
  )
  for (const { name, ending } of encodings) {
    if (!accepted.has(name)) continue
    const found = await findFile(file.path + ending)
    // Older than the file: of another build.
    if (found && found.stats.mtimeMs >= file.stats.mtimeMs) return { ...found, encoding: name }
  }
  return file
}

export async function sendFile(
  { request, response }: HttpRequest,
  file: FoundFile,
  { hashed, status = 200, headers: base = securityHeaders }: SendFileOptions,
): Promise<void> {
  const { path, stats, encoding } = await smallest(file, request)
  const etag = `W/"${stats.size.toString(16)}-${Math.trunc(stats.mtimeMs).toString(16)}"`
  const headers = {
    ...base,
    'content-type': mimeTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  }
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim())
  if (status === 200 && known?.includes(etag)) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(status, { ...headers, 'content-length': stats.size })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // Ends with the announced length even if the file is being replaced; a peer that leaves is no error of ours.
  const content = stats.size > 0 ? createReadStream(path, { end: stats.size - 1 }) : []
  await pipeline(content, response).catch(() => response.destroy())
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
