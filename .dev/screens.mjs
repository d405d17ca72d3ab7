// `pnpm screens`: pictures of what people see, from the product as it is now, into docs/screens/.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, ensureWebBuilt, productNode, root } from './setup.mjs'

ensureInstalled()
ensureWebBuilt()
const { status } = spawnSync(productNode, [join(root, 'apps/e2e/src/screens.ts')], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
