// `pnpm dev`: the server restarts when its sources change, and Vite serves the web app with hot reload in front of it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, productNode, root, say } from './setup.mjs'

ensureInstalled()

const port = process.env.PORT ?? '8080'
const children = [
  spawn(
    productNode,
    ['--watch', join(root, 'apps/server/src/main.ts'), 'serve', '--port', port, ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
    },
  ),
  spawn(productNode, [join(root, 'apps/web/node_modules/vite/bin/vite.js'), join(root, 'apps/web')], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, STET_SERVER: `http://127.0.0.1:${port}` },
  }),
]
say(`sync server on port ${port}; open the address that Vite prints below`)

// One stops, all stop: half a development set-up only confuses.
const stop = () => children.forEach((child) => child.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
for (const child of children) child.on('exit', stop)
