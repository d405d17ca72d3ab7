// All examples on one address: Vite for the pages, and behind it the Stet servers they write to, as a proxy would have
// them. Documents live in memory, so that every start begins with a clean sheet.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createMemoryStorage, createServer } from '@stet/server'
import type { InlineConfig } from 'vite'
import { build, createServer as createViteServer, preview } from 'vite'
import { startTokenExample } from './token/server.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

export const exampleNames: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(?:node_modules|dist)$/.test(entry.name))
  .map(({ name }) => name)

export interface ServeOptions {
  readonly port: number
  /** Build the pages into this folder first, and serve them as they would be published; without it, with hot reload. */
  readonly outDir?: string
}

export interface Served {
  /** Without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

export async function serveExamples({ port, outDir }: ServeOptions): Promise<Served> {
  const [stet, token] = await Promise.all([
    createServer({ storage: createMemoryStorage() }),
    startTokenExample(),
  ])
  const proxy = {
    '/sync': { target: stet.url, ws: true },
    '/healthz': stet.url,
    '/token-sync': {
      target: token.stetUrl,
      ws: true,
      rewrite: (path: string) => path.replace('/token-', '/'),
    },
    '/stet-token': token.siteUrl,
  }
  const at = { port, host: '127.0.0.1', proxy }
  const config: InlineConfig = {
    root,
    configFile: false,
    appType: 'mpa',
    // A page that is closed resets its socket, which is nobody's error.
    logLevel: outDir === undefined ? 'warn' : 'silent',
    // Two copies of yjs cannot share a document.
    resolve: { dedupe: ['yjs'] },
    server: at,
    preview: { ...at, headers: { 'content-security-policy': policy } },
    ...(outDir === undefined ? {} : { build: buildInto(outDir) }),
  }
  if (outDir !== undefined) await build(config)
  const pages = outDir === undefined ? await (await createViteServer(config)).listen() : await preview(config)
  return {
    url: pages.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '',
    async close() {
      await pages.close()
      await Promise.all([stet.close(), token.close()])
    },
  }
}

/** What a careful site allows. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:"

function buildInto(outDir: string): NonNullable<InlineConfig['build']> {
  const input = ['index.html', ...exampleNames.map((name) => `${name}/index.html`)]
  return {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    rolldownOptions: { input: input.map((file) => root + file) },
  }
}
