// `npm test`: everything, from a fresh clone. The last line is the count, `N passed, N failed`.
// Arguments go to vitest: `npm test -- --project unit packages/engine`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ensureInstalled, productNode, root } from './setup.mjs'

ensureInstalled()

const folder = mkdtempSync(join(tmpdir(), 'stet-test-'))
const report = join(folder, 'report.json')
const { status } = spawnSync(
  productNode,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    '.dev/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(productNode)}${delimiter}${process.env.PATH}` },
  },
)

let passed = 0
let failed = 1
let skipped = 0
try {
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  passed = counts.numPassedTests
  // A file that cannot be loaded holds no failed test, yet nothing in it ran: it counts as one.
  const unread = counts.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  failed = counts.numFailedTests + unread
  skipped = counts.numPendingTests + counts.numTodoTests
} catch (error) {
  console.error(`The test report could not be read (${error.message}): the run counts as failed.`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (status !== 0 && failed === 0) failed = 1
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
