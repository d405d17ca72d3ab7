import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// A file's suffix says what its tests need: nothing (.test.ts), the simulation (.sim.test.ts), a whole server
// process (.e2e.test.ts), or Chromium (.browser.test.ts). No project retries: a flaky test is a bug report.
const exclude = ['**/node_modules/**', '**/dist/**']
// How long a test of the whole product waits for what must come, at most: long for one person, short for a machine that does
// many things at once. A test that passes is not slower by it. Playwright's own patience is as long.
const expectPatiently = { poll: { timeout: 30_000 } }
const special = ['**/*.sim.test.ts', '**/*.e2e.test.ts', '**/*.browser.test.ts']

export default defineConfig({
  test: {
    // Not one less than there are cores, as Vitest would have it: most of what these tests do is wait for a page.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          root: '.',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts'],
          exclude: [...exclude, ...special],
          // Most take a moment. Some start programs, though, and a machine may be busy.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'sim',
          root: '.',
          include: ['packages/**/*.sim.test.ts'],
          exclude,
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          root: '.',
          include: ['apps/**/*.e2e.test.ts', 'packages/**/*.e2e.test.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: expectPatiently,
          globalSetup: ['.dev/build-web.ts'],
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          root: '.',
          include: ['apps/**/*.browser.test.ts', 'packages/**/*.browser.test.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: expectPatiently,
          globalSetup: ['.dev/build-web.ts', 'apps/e2e/src/harness/chromium.ts'],
        },
      },
    ],
  },
})
