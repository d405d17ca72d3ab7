import { parseDocumentName, ProtocolError } from '@stet/protocol'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createEngine, type Engine } from './engine.ts'
import { FakeClock, FakeLog, FakeOutlet, frameOf, settle, Writer } from './fake-ports.ts'
import { one, refusal, setUp, textOf, two } from './fake-room.ts'
import type { Guest } from './fake-room.ts'
import type { Session } from './peer.ts'

function joinAll(engine: Engine, count: number): Promise<Session[]> {
  return Promise.all(
    Array.from({ length: count }, () =>
      engine.join({ document: one, principal: 'p', role: 'write', stet: true, outlet: new FakeOutlet() }),
    ),
  )
}

describe('joining', () => {
  test('[JN1] nothing is sent before the log has been read', async () => {
    const { log, engine } = setUp()
    log.holdLoads()
    const outlet = new FakeOutlet()
    const joined = engine.join({ document: one, principal: 'p', role: 'write', stet: true, outlet })
    await settle()
    expect(outlet.bytes).toEqual([])
    log.releaseLoads()
    await joined
    expect(outlet.types()).toEqual(['sync-step-1'])
  })

  test('[JN2] joins during loading wait for the same reading', async () => {
    const { log, engine } = setUp()
    await joinAll(engine, 3)
    expect(log.loads).toBe(1)
    expect(engine.rooms()).toBe(1)
  })

  test('[JN3] a log that cannot be read refuses the join, and the next join reads it again', async () => {
    const { log, engine, join, events } = setUp()
    log.loadError = new Error('EIO')
    const error = await refusal(join())
    expect(error.code).toBe('load-failed')
    expect(error.cause).toBe(log.loadError)
    expect(engine.rooms()).toBe(0)
    expect(events).toContainEqual({
      type: 'room-load-failed',
      document: one,
      reason: 'unreadable',
      error: log.loadError,
    })
    log.loadError = undefined
    await join()
    expect(engine.rooms()).toBe(1)
  })

  test.each([
    ['is garbage', new Uint8Array([1, 2, 3])],
    [
      'leans on something missing',
      (() => {
        const writer = new Writer(1)
        writer.type('a')
        return writer.type('b')
      })(),
    ],
  ])('[JN4] a log with a row that %s refuses the join; other documents go on', async (_what, row) => {
    const { log, join, events } = setUp()
    log.stored.set(one, [row])
    const error = await refusal(join())
    expect(error.code).toBe('load-failed')
    expect(error.message).toMatch(/damaged/)
    expect(events.some((event) => event.type === 'room-load-failed' && event.reason === 'damaged')).toBe(true)
    await join({ document: two })
  })

  test('[JN4] a log that says itself that it is damaged is taken at its word', async () => {
    const { log, join, events } = setUp()
    const error = new ProtocolError('load-failed', 'Row 7 does not match its checksum.')
    log.loadError = error
    expect(await refusal(join())).toBe(error)
    expect(events).toContainEqual({ type: 'room-load-failed', document: one, reason: 'damaged', error })
  })

  test('[JN5] the sync step 1 at joining names durable content only', async () => {
    const { log, join } = setUp()
    const writer = new Writer(7)
    const anna = await join()
    anna.session.receive(frameOf.update(writer.type('durable')))
    await settle()
    log.auto = false
    const durable = writer.vector()
    anna.session.receive(frameOf.update(writer.type(' not yet')))
    const ben = await join({ synced: false })
    expect(ben.outlet.frames).toEqual([{ type: 'sync-step-1', stateVector: durable }])
  })

  test('[JN6] a sync step 1 is answered with what it lacks and with all deletions', async () => {
    const { join } = setUp()
    const writer = new Writer(7)
    const anna = await join()
    anna.session.receive(frameOf.update(writer.type('abc')))
    const before = writer.vector()
    const old = writer.state()
    writer.doc.getText('text').delete(0, 1)
    anna.session.receive(frameOf.update(writer.take()))
    await settle()
    expect(before).toEqual(writer.vector())

    const fresh = await join({ synced: false })
    fresh.session.receive(frameOf.stepOne())
    expect(textOf(fresh.outlet.doc())).toBe('bc')

    const returning = await join({ synced: false })
    returning.session.receive(frameOf.stepOne(before))
    const doc = new Y.Doc()
    Y.applyUpdate(doc, old)
    const reply = returning.outlet.frames.find((frame) => frame.type === 'sync-step-2')!
    Y.applyUpdate(doc, reply.update)
    expect(textOf(doc)).toBe('bc')
    expect(Y.decodeUpdate(reply.update).structs).toEqual([])
  })

  test('[JN7] joiners with the same state vector share one answer until the next commit', async () => {
    const { join } = setUp()
    const writer = new Writer(7)
    const anna = await join()
    anna.session.receive(frameOf.update(writer.type('abc')))
    await settle()
    const guests = [await join({ synced: false }), await join({ synced: false })] as const
    for (const { session } of guests) session.receive(frameOf.stepOne())
    expect(guests[0].outlet.bytes[1]).toBe(guests[1].outlet.bytes[1])
    anna.session.receive(frameOf.update(writer.type('d')))
    await settle()
    guests[0].session.receive(frameOf.stepOne())
    expect(guests[0].outlet.bytes.at(-1)).not.toBe(guests[1].outlet.bytes[1])
  })

  test('[JN8] updates come from the first answered sync step 1 on, and none is missing', async () => {
    const { log, join } = setUp()
    const writer = new Writer(7)
    const anna = await join()
    const ben = await join({ synced: false })
    anna.session.receive(frameOf.update(writer.type('a')))
    await settle()
    expect(ben.outlet.types()).toEqual(['sync-step-1'])
    log.auto = false
    anna.session.receive(frameOf.update(writer.type('b')))
    await settle()
    ben.session.receive(frameOf.stepOne())
    await log.finish()
    expect(ben.outlet.types()).toEqual(['sync-step-1', 'sync-step-2', 'update'])
    expect(textOf(ben.outlet.doc())).toBe('ab')
  })

  test('[JN9] answers beyond the burst are spaced, and only the newest question is kept', async () => {
    const { clock, join } = setUp({ syncRepliesBurst: 2, syncReplyMs: 1_000 })
    const writer = new Writer(7)
    const anna = await join()
    anna.session.receive(frameOf.update(writer.type('abc')))
    await settle()
    const ben = await join({ synced: false })
    for (let i = 0; i < 5; i += 1) ben.session.receive(frameOf.stepOne())
    ben.session.receive(frameOf.stepOne(writer.vector()))
    expect(ben.outlet.types().filter((type) => type === 'sync-step-2')).toHaveLength(2)
    await clock.advance(1_000)
    const replies = ben.outlet.frames.filter((frame) => frame.type === 'sync-step-2')
    expect(replies).toHaveLength(3)
    expect(replies[2]!.update).toEqual(new Uint8Array([0, 0]))
    await clock.advance(10_000)
    expect(ben.outlet.types().filter((type) => type === 'sync-step-2')).toHaveLength(3)
  })

  test('[JN10] connections per document are bounded', async () => {
    const { engine, join } = setUp({ sessionsPerRoom: 2 })
    const [first] = await joinAll(engine, 2)
    expect((await refusal(join())).code).toBe('too-many-connections')
    first!.leave()
    await join()
  })

  test('[JN10] loaded documents are bounded, and idle ones make space', async () => {
    const { engine, join } = setUp({ rooms: 1 })
    const anna = await join()
    expect((await refusal(join({ document: two }))).code).toBe('too-many-connections')
    anna.session.leave()
    await join({ document: two })
    expect(engine.rooms()).toBe(1)
  })
})

describe('unloading and stopping', () => {
  test('[UN1] an empty room is unloaded after its idle time, and no timer stays behind', async () => {
    const { clock, engine, join, events } = setUp({ roomIdleMs: 10_000, tickMs: 1_000 })
    const anna = await join()
    await clock.advance(60_000)
    expect(engine.rooms()).toBe(1)
    anna.session.leave()
    anna.session.leave()
    await clock.advance(9_000)
    expect(engine.rooms()).toBe(1)
    await clock.advance(2_000)
    expect(engine.rooms()).toBe(0)
    expect(clock.timers).toBe(0)
    expect(events.at(-1)).toEqual({ type: 'room-unloaded', document: one })
  })

  test('[UN2] a room with rows on their way is not unloaded', async () => {
    const { clock, log, engine, join } = setUp({ roomIdleMs: 0, tickMs: 1_000 })
    log.auto = false
    const anna = await join()
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    await settle()
    anna.session.leave()
    await clock.advance(10_000)
    expect(engine.rooms()).toBe(1)
    const ben = await join({ synced: false })
    expect(log.loads).toBe(1)
    ben.session.leave()
    await log.finish()
    await clock.advance(2_000)
    expect(engine.rooms()).toBe(0)
  })

  test('[UN5] beyond a size of all documents the rooms go in which nobody is, the longest idle first', async () => {
    const { clock, engine, join, events } = setUp({ roomBytes: 250, tickMs: 1_000 })
    const documents = ['a', 'b', 'c', 'd'].map((name) => parseDocumentName(name))
    const guests: Guest[] = []
    for (const document of documents) {
      const guest = await join({ document })
      guest.session.receive(frameOf.update(new Writer(1).type('x'.repeat(80))))
      await settle()
      guests.push(guest)
    }
    // Each has some 90 bytes: two fit. The first stays open; of the others the second left last.
    for (const index of [2, 3, 1]) {
      await clock.advance(10)
      guests[index]!.session.leave()
    }
    await clock.advance(1_000)
    const gone = events.filter((event) => event.type === 'room-unloaded').map((event) => event.document)
    expect(gone).toEqual(['c', 'd'])
    expect(engine.rooms()).toBe(2)
  })

  test('[UN3] drain waits for what was accepted, then closes everybody with 1012', async () => {
    const { log, engine, join } = setUp()
    log.auto = false
    const anna = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('a')))
    const drained = engine.drain()
    anna.session.receive(frameOf.update(writer.type('b')))
    expect((await refusal(join())).code).toBe('restarting')
    await settle()
    expect(anna.outlet.closed).toEqual([])
    await log.finish()
    await drained
    expect(log.appends.map((rows) => rows.length)).toEqual([1])
    expect(anna.outlet.saved).toEqual([1])
    expect(anna.outlet.closed).toEqual([{ code: 1012, reason: 'restarting' }])
    expect(engine.rooms()).toBe(0)
  })

  test('[UN4] drain gives up on a log that does not answer, and acks nothing', async () => {
    const { clock, log, engine, join, events } = setUp({ drainMs: 5_000 })
    log.auto = false
    const anna = await join()
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    await settle()
    const drained = engine.drain()
    await clock.advance(5_000)
    await drained
    await log.finish()
    expect(anna.outlet.saved).toEqual([])
    expect(anna.outlet.closed).toHaveLength(1)
    expect(events).toContainEqual({ type: 'drain-gave-up', rows: 1 })
    expect(clock.timers).toBe(0)
  })
})

test('a listener that throws changes nothing', async () => {
  const log = new FakeLog()
  const engine = createEngine({
    log,
    clock: new FakeClock(),
    onEvent: () => {
      throw new Error('metrics are down')
    },
  })
  const outlet = new FakeOutlet()
  const session = await engine.join({ document: one, principal: 'p', role: 'write', stet: true, outlet })
  session.receive(frameOf.update(new Writer(1).type('a')))
  await settle()
  expect(outlet.saved).toEqual([1])
})
