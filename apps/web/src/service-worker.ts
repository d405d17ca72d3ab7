// Lets the site open without a network, so that a reload while offline still shows the document kept on this device. The
// build puts the list of the site's files in (vite.config.ts). A new version is cached beside the old one and takes over
// once no page uses the old one.
import { offlineAnswer } from './offline-answer.ts'

/** The part of ServiceWorkerGlobalScope that is used; the page's own types know no service workers. */
interface WorkerScope {
  readonly location: { readonly origin: string }
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}
interface Waiting {
  waitUntil(done: Promise<unknown>): void
}
interface Fetching {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

declare const siteFiles: readonly string[]
/** Kept once they were used: most people never need most of them. */
declare const laterFiles: readonly string[]
const worker = globalThis as unknown as WorkerScope
const files = [...siteFiles, ...laterFiles]
// Built files carry a hash in their name, so the list names the version.
const cacheName = `stet ${files.join(' ')}`

/** A network that does not answer is as good as none: on a train, a page must not stay white for a minute. */
const patience = 4000

worker.addEventListener('install', (event) => {
  event.waitUntil(install())
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOtherVersions(), worker.clients.claim()]))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const asked = { method: request.method, mode: request.mode, url: new URL(request.url) }
  switch (offlineAnswer(asked, { origin: worker.location.origin, files })) {
    case 'page-or-cached-site':
      event.respondWith(pageOrCachedSite(request))
      break
    case 'cached-file':
      event.respondWith(cachedOrKept(request))
      break
    case 'pass':
      break
  }
})

async function install(): Promise<void> {
  // What was used in the last version, and is the same in this one, goes on working without a network.
  const kept = await Promise.all(laterFiles.map(async (url) => ({ url, response: await caches.match(url) })))
  const cache = await caches.open(cacheName)
  await cache.addAll([...siteFiles])
  for (const { url, response } of kept) if (response) await cache.put(url, response)
}

async function cachedOrKept(request: Request): Promise<Response> {
  const known = await cached(request.url)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) {
    // A full disk is no reason not to answer.
    const keep = async (copy: Response) => (await caches.open(cacheName)).put(request.url, copy)
    keep(response.clone()).catch(() => {})
  }
  return response
}

async function pageOrCachedSite(request: Request): Promise<Response> {
  const network = fetch(request)
  const timer = Promise.withResolvers<undefined>()
  const timeout = setTimeout(() => timer.resolve(undefined), patience)
  try {
    const response = await Promise.race([network, timer.promise])
    // A proxy in front of a server that is down answers 502 to 504.
    if (response !== undefined && response.status < 500) return response
    return (await cached('/')) ?? (await network)
  } catch {
    return (await cached('/')) ?? Response.error()
  } finally {
    clearTimeout(timeout)
  }
}

async function cached(url: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName)
  return cache.match(url)
}

async function dropOtherVersions(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('stet ') && name !== cacheName) await caches.delete(name)
  }
}
