// How the site is built and served while developing. The build is plain files for `createServer({ webRoot })`; in
// development the API and the sync endpoint are another process, reached through the same origin as in production.
import { preact } from '@preact/preset-vite'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const server = loadEnv(mode, '.', 'STET_')['STET_SERVER'] ?? 'http://127.0.0.1:8080'
  return {
    plugins: [preact()],
    build: {
      target: 'es2023',
      // A strict Content-Security-Policy allows no data: script or font, and every browser we build for preloads modules.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    server: {
      host: '127.0.0.1',
      proxy: { '/api': server, '/sync': { target: server, ws: true } },
    },
  }
})
