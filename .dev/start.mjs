// `npm start`: from a fresh clone to a running server. Arguments go to `stet serve`: `npm start -- --port 9000`.
import { spawn } from 'node:child_process'
import { ensureInstalled, ensureWebBuilt, productNode, root } from './setup.mjs'
import { join } from 'node:path'

ensureInstalled()
ensureWebBuilt()

const server = spawn(
  productNode,
  [join(root, 'apps/server/src/main.ts'), 'serve', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
// The server drains on a signal and decides when it is done; this process only passes the signal on and waits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
