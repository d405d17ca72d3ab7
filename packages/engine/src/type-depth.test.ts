import { encodeFrame } from '@stet/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { settle } from './fake-ports.ts'
import { one, setUp } from './fake-room.ts'

/** Lists inside each other, and the update that each one came with. */
function nestedLists(depth: number): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  let list = doc.getArray('list')
  for (let i = 0; i < depth; i += 1) {
    const inner = new Y.Array()
    list.insert(0, [inner])
    list = inner
  }
  return updates
}

test.each([
  { stored: 0, kind: 'update' },
  { stored: 60, kind: 'update' },
  { stored: 60, kind: 'sync-step-2' },
] as const)(
  '[CM14] types nested deeper $kind by $kind are bounded over the whole document, $stored levels of it read from the log',
  async ({ stored, kind }) => {
    const { log, join } = setUp()
    const updates = nestedLists(110)
    log.stored.set(one, updates.slice(0, stored))
    const anna = await join()
    for (const update of updates.slice(stored)) anna.session.receive(encodeFrame({ type: kind, update }))
    await settle()
    // What is below a refused level leans on what is missing, and is no fault of its own.
    expect(anna.outlet.errors).toEqual(['bad-update'])
    expect(anna.outlet.saved.at(-1)).toBe(101 - stored)
    const late = await join({ principal: 'late', synced: false })
    late.session.receive(encodeFrame({ type: 'sync-step-1', stateVector: new Uint8Array([0]) }))
    let list: unknown = late.outlet.doc().getArray('list')
    let depth = 0
    for (; list instanceof Y.Array && list.length > 0; list = list.get(0)) depth += 1
    expect(depth).toBe(101)
  },
)
