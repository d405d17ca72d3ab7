// How the site is built and served while developing. The build is plain files for `createServer({ webRoot })`; in
// development the API and the sync endpoint are another process, reached through the same origin as in production.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { preact } from '@preact/preset-vite'
import { defineConfig, loadEnv, type Plugin } from 'vite'
import { embedFiles } from './build/embed-files.ts'
import { handbook } from './build/handbook.ts'

export default defineConfig(({ mode }) => {
  const server = loadEnv(mode, '.', 'STET_')['STET_SERVER'] ?? 'http://127.0.0.1:8080'
  return {
    plugins: [preact(), handbook(), plainLogging(), listSiteFiles(), embedFiles(), compressFiles()],
    build: {
      target: 'es2023',
      // A strict Content-Security-Policy allows no data: script or font, and every browser we build for preloads modules.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // Sizes are held by tests; in kB, the names of all emoji are the largest.
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: { index: 'index.html', [serviceWorker]: `src/${serviceWorker}.ts` },
        output: {
          // What changes seldom is one file, which stays in browsers' caches when the rest is new.
          codeSplitting: {
            groups: [
              { name: 'text', test: textParts },
              // One file in place of ten small ones, which cost more to send.
              { name: 'blocks', test: blockParts },
              { name: 'site', test: siteParts, minShareCount: 2 },
            ],
          },
          // A service worker is known by its address, so that one name must stay.
          entryFileNames: ({ name }) => (name === serviceWorker ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
    server: {
      host: '127.0.0.1',
      proxy: { '/api': server, '/uploads': server, '/sync': { target: server, ws: true } },
    },
  }
})

const serviceWorker = 'service-worker'
const textParts =
  /\/node_modules\/(?:prosemirror-(?!tables|gapcursor|dropcursor)|y-|yjs|lib0|orderedmap|w3c-keyname)|\/packages\/(?:binding|client|protocol)\/src\/(?!self-check\/(?!late))/
// What the first word needs of what the second part of the editor uses too.
const blockParts =
  /\/packages\/(?:document\/src\/(?!markdown|html|text\.|from-html|export|read-yjs|document-from|write-yjs|json)|editor\/src\/(?:state\/|must|features\/(?:lists|headings|quote|divider|hard-break|paragraphs|history|input-rules|fresh-selection|feature\.|block-input)))/
const siteParts = /\/apps\/web\/src\/(?!profile|popover|color|avatar|language-menu)|\/node_modules\/preact\//

// Large, or many of which a reader needs one at most: grammars, formulas, names of emoji, Markdown, the other languages.
const atFirstUse = /\/(?:highlight\.js|lowlight|emojibase-data|temml|markdown-it|messages)\//

/** Yjs reports to the console. Doing so in colours takes a library of DOM types along, which nobody needs. */
function plainLogging(): Plugin {
  return {
    name: 'stet:plain-logging',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (source !== 'lib0/logging') return null
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found && { ...found, id: found.id.replace(/logging\.js$/, 'logging.node.js') }
    },
  }
}

/** Tells the service worker which files the site has: those it keeps at once, and those it keeps once they were used. */
function listSiteFiles(): Plugin {
  return {
    name: 'stet:site-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle[`${serviceWorker}.js`]
      if (worker?.type !== 'chunk') throw new Error(`The build has no ${serviceWorker}.js.`)
      const files = ['/', '/theme.js', '/favicon.svg']
      const laterFiles: string[] = []
      for (const [name, part] of Object.entries(bundle)) {
        if (!name.startsWith('assets/')) continue
        const isLater =
          part.type === 'chunk' && part.isDynamicEntry && part.moduleIds.some((id) => atFirstUse.test(id))
        ;(isLater ? laterFiles : files).push(`/${name}`)
      }
      for (const list of ['siteFiles', 'laterFiles']) {
        if (!worker.code.includes(list)) throw new Error(`${serviceWorker}.js no longer reads ${list}.`)
      }
      const lists = `const siteFiles=${JSON.stringify(files)},laterFiles=${JSON.stringify(laterFiles)};`
      worker.code = lists + worker.code
    },
  }
}

// Two per cent more than the best, in a tenth of its time.
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
// What is smaller costs more to unpack than to send.
const leastBytes = 1024

/** Leaves a `.br` and a `.gz` beside every file of text, which the server sends to those who can read them. */
function compressFiles(): Plugin {
  return {
    name: 'stet:compress',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const names = await readdir(dir, { recursive: true })
      await Promise.all(
        names
          .filter((name) => /\.(?:js|css|html|svg)$/.test(name))
          .map(async (name) => {
            const path = join(dir, name)
            const content = await readFile(path)
            if (content.length < leastBytes) return
            await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
            await writeFile(`${path}.br`, await promisify(brotliCompress)(content, brotli))
          }),
      )
    },
  }
}
