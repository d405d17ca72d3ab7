import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { frameOf, settle, Writer } from './fake-ports.ts'
import { one, setUp, textOf } from './fake-room.ts'

test('[AK7] a client that waits for something itself is asked again and not closed, and comes right with the rest', async () => {
  const { join, log } = setUp()
  const [anna, ben] = [await join({ stet: false }), await join({ stet: false })]
  const [writer, waiting] = [new Writer(1), new Writer(2)]
  const first = writer.type('one ')
  const second = writer.type('two ')
  const third = writer.type('three ')
  // As over a BroadcastChannel of which a message was lost.
  waiting.hear(first)
  waiting.hear(third)
  waiting.doc.getMap('map').set('own', 1)
  const answer = waiting.state()
  expect(() => ben.session.receive(frameOf.stepTwo(answer))).not.toThrow()
  await settle()
  expect(ben.outlet.closed).toEqual([])
  expect(ben.outlet.types()).toEqual(['sync-step-1'])
  expect(log.stored.get(one) ?? []).toEqual([])
  anna.session.receive(frameOf.update(first))
  anna.session.receive(frameOf.update(second))
  ben.session.receive(frameOf.stepTwo(answer))
  await settle()
  const stored = new Y.Doc()
  for (const row of log.stored.get(one) ?? []) Y.applyUpdate(stored, row)
  expect(textOf(stored)).toBe('one two three ')
  expect(stored.getMap('map').toJSON()).toEqual({ own: 1 })
  expect(stored.store.pendingStructs).toBe(null)
})

test('[AK7] in a live update a skip is a fault', async () => {
  const { join } = setUp()
  const anna = await join()
  const writer = new Writer(1)
  const updates = [writer.type('one '), writer.type('two '), writer.type('three ')]
  anna.session.receive(frameOf.update(Y.mergeUpdates([updates[0]!, updates[2]!])))
  expect(anna.outlet.errors).toEqual(['bad-update'])
})
