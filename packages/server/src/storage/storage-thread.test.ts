import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startStorageThread } from './storage-thread.ts'
import type { StorageThread, StorageThreadOptions } from './storage-thread.ts'

type Calls = {
  echo: { request: { text: string }; result: string }
  die: { request: null; result: null }
  wait: { request: null; result: null }
}

let folder: string
let threads: StorageThread<Calls>[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-thread-'))
  threads = []
})
afterEach(async () => {
  for (const thread of threads) await thread.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A thread that answers, dies or throws when asked to. */
const program = `
  import { serveThread } from ${JSON.stringify(new URL('serve-thread.ts', import.meta.url).href)}
  import { existsSync } from 'node:fs'
  import { workerData } from 'node:worker_threads'
  serveThread(() => {
    if (existsSync(workerData.path)) throw new Error('not today')
    return {
      operations: {
        echo: ({ text }) => { if (text === 'throw') throw new Error('as asked'); return text },
        die: () => process.exit(7),
      },
      close() {},
    }
  })
`

async function start(
  options: Partial<StorageThreadOptions> = {},
  source = program,
): Promise<StorageThread<Calls>> {
  const file = join(folder, 'thread.mjs')
  writeFileSync(file, source)
  const thread = await startStorageThread<Calls>({
    file: pathToFileURL(file),
    data: () => ({ path: join(folder, 'refuse'), maxBytes: null, skipTitles: [] }),
    onDown() {},
    ...options,
  })
  threads.push(thread)
  return thread
}

it('a call that throws rejects with what was wrong, and the thread goes on', async () => {
  const thread = await start()
  await expect(thread.call('echo', { text: 'throw' })).rejects.toThrow('as asked')
  expect(await thread.call('echo', { text: 'hello' })).toBe('hello')
})

it('when the thread dies, calls under way reject, it counts as down, and it is started again', async () => {
  const downs: Error[] = []
  const { promise: again, resolve: up } = Promise.withResolvers<void>()
  const thread = await start({ onDown: (error) => downs.push(error), onUp: up })
  const asked = [thread.call('die', null), thread.call('echo', { text: 'too late' })]
  for (const call of asked) await expect(call).rejects.toMatchObject({ code: 'unavailable' })
  expect(thread.up).toBe(false)
  await expect(thread.call('echo', { text: 'down' })).rejects.toThrow(/is being started again/u)
  await again
  expect(thread.up).toBe(true)
  expect(await thread.call('echo', { text: 'back' })).toBe('back')
  expect(downs).toHaveLength(1)
})

it('a restart that fails is tried again', async () => {
  const downs: string[] = []
  const { promise: again, resolve: up } = Promise.withResolvers<void>()
  const thread = await start({
    onDown(error) {
      downs.push(error.message)
      if (downs.length === 1) writeFileSync(join(folder, 'refuse'), '')
      else rmSync(join(folder, 'refuse'), { force: true })
    },
    onUp: up,
  })
  await expect(thread.call('die', null)).rejects.toMatchObject({ code: 'unavailable' })
  await again
  expect(downs[0]).toMatch(/ended with code 7/u)
  expect(downs[1]).toMatch(/not today/u)
})

it('a thread that cannot open rejects the start, also when it does not even load', async () => {
  writeFileSync(join(folder, 'refuse'), '')
  await expect(start()).rejects.toThrow(/not today/u)
  await expect(start({}, 'nonsense here')).rejects.toThrow(SyntaxError)
})

it('closing lets calls made before finish, and later ones reject', async () => {
  const thread = await start()
  const call = thread.call('echo', { text: 'before' })
  const closing = thread.close()
  await expect(thread.call('echo', { text: 'after' })).rejects.toMatchObject({ code: 'closed' })
  expect(await call).toBe('before')
  await closing
})
