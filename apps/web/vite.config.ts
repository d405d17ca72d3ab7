// How the site is built and served while developing. The build is plain files for `createServer({ webRoot })`; in
// development the API and the sync endpoint are another process, reached through the same origin as in production.
import { preact } from '@preact/preset-vite'
import { defineConfig, loadEnv, type Plugin } from 'vite'

export default defineConfig(({ mode }) => {
  const server = loadEnv(mode, '.', 'STET_')['STET_SERVER'] ?? 'http://127.0.0.1:8080'
  return {
    plugins: [preact(), listSiteFiles()],
    build: {
      target: 'es2023',
      // A strict Content-Security-Policy allows no data: script or font, and every browser we build for preloads modules.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: 'index.html', [serviceWorker]: `src/${serviceWorker}.ts` },
        output: {
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

/** Tells the service worker which files the site has. */
function listSiteFiles(): Plugin {
  return {
    name: 'stet:site-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle[`${serviceWorker}.js`]
      if (worker?.type !== 'chunk') throw new Error(`The build has no ${serviceWorker}.js.`)
      const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'))
      const files = ['/', '/theme.js', '/favicon.svg', ...built.map((name) => `/${name}`)]
      if (!worker.code.includes('siteFiles'))
        throw new Error(`${serviceWorker}.js no longer reads siteFiles.`)
      worker.code = `const siteFiles=${JSON.stringify(files)};${worker.code}`
    },
  }
}
