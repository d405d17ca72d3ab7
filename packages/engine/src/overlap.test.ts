import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FakeOutlet, frameOf, settle, Writer } from './fake-ports.ts'
import { setUp } from './fake-room.ts'
import { History } from './history.ts'

test('[CM11] what a frame repeats of what is known leaves no trace in what others are sent later', async () => {
  const { log, join } = setUp()
  log.auto = false
  const [anna, ben] = [await join(), await join({ principal: 'ben' })]
  const [writer, other] = [new Writer(7), new Writer(8)]
  const first = writer.type('a')
  other.hear(first)
  other.doc.getText('text').delete(0, 1)
  const second = writer.type('𝄞')
  anna.session.receive(frameOf.update(first))
  anna.session.receive(frameOf.update(second))
  // Ben's answer repeats the first letter, and deletes it.
  ben.session.receive(frameOf.stepTwo(other.state()))
  await settle()
  while (log.pending.length > 0) await log.finish()
  const late = await join({ synced: false, outlet: new FakeOutlet() })
  late.session.receive(frameOf.stepOne(writer.vector()))
  const updates = late.outlet.frames.flatMap((frame) => ('update' in frame ? [frame.update] : []))
  expect(updates.flatMap((update) => Y.decodeUpdate(update).structs)).toEqual([])
  for (const update of updates) writer.hear(update)
  expect(writer.doc.getText('text').toJSON()).toBe('𝄞')
})

test('[JN6] deletions alone are sent without structs, in whatever order the ranges of a client were told', () => {
  const history = new History({ cachedReplies: 2, cachedReplyKeyBytes: 100 })
  const writer = new Writer(7)
  writer.type('a𝄞')
  writer.doc.getText('text').delete(0, 1)
  const structs = [
    { client: 7, from: 0, to: 3 },
    { client: 7, from: 0, to: 2 },
  ]
  history.append(writer.state(), { structs, deletes: [{ client: 7, from: 0, to: 1 }] })
  const outlet = new FakeOutlet()
  for (const frame of history.reply(new Uint8Array([1, 7, 4]))) outlet.sendFrame(frame)
  const updates = outlet.frames.flatMap((frame) => ('update' in frame ? [frame.update] : []))
  expect(updates.flatMap((update) => Y.decodeUpdate(update).structs)).toEqual([])
})
