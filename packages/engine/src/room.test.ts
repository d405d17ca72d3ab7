import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { FakeOutlet, frameOf, settle, Writer } from './fake-ports.ts'
import { awareness, one, setUp, textOf, two } from './fake-room.ts'

describe('committing', () => {
  test('[CM1] one append at a time for all rooms, the next with all that arrived meanwhile', async () => {
    const { log, join } = setUp()
    log.auto = false
    const anna = await join()
    const ben = await join({ document: two })
    const [first, second] = [new Writer(1), new Writer(2)]
    anna.session.receive(frameOf.update(first.type('a')))
    await settle()
    anna.session.receive(frameOf.update(first.type('b')))
    ben.session.receive(frameOf.update(second.type('c')))
    anna.session.receive(frameOf.update(first.type('d')))
    await settle()
    expect(log.appends).toHaveLength(1)
    await log.finish()
    expect(log.appends.map((rows) => rows.map((row) => row.document))).toEqual([[one], [one, two, one]])
    expect(log.appends[1]![0]).toMatchObject({ principal: 'anna', document: one })
  })

  test('[CM2] broadcast and saved come after the append, not before', async () => {
    const { log, join } = setUp()
    log.auto = false
    const anna = await join()
    const ben = await join()
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    await settle()
    expect([anna.outlet.saved, ben.outlet.types()]).toEqual([[], []])
    await log.finish()
    expect([anna.outlet.saved, ben.outlet.types()]).toEqual([[1], ['update']])
  })

  test('[CM3] a failed append is tried again with the same rows and growing pauses', async () => {
    const { clock, log, engine, join, events } = setUp({ retryFirstMs: 100, retryLongestMs: 150 })
    log.auto = false
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('a')))
    await settle()
    await log.fail()
    expect(engine.storageHealthy).toBe(false)
    anna.session.receive(frameOf.update(writer.type('b')))
    await clock.advance(99)
    expect(log.appends).toHaveLength(1)
    await clock.advance(1)
    expect(log.appends[1]).toEqual(log.appends[0])
    await log.fail()
    await clock.advance(149)
    expect(log.appends).toHaveLength(2)
    await clock.advance(1)
    expect([anna.outlet.saved, ben.outlet.types()]).toEqual([[], []])
    await log.finish()
    await log.finish()
    expect(engine.storageHealthy).toBe(true)
    expect(anna.outlet.saved).toEqual([1, 2])
    expect(textOf(ben.outlet.doc())).toBe('ab')
    expect(events.filter((event) => event.type === 'commit-failed').map((event) => event.attempt)).toEqual([
      1, 2,
    ])
  })

  test('[CM4] an outage is told once, also to newcomers, and so is its end', async () => {
    const { clock, log, join } = setUp()
    log.auto = false
    const anna = await join()
    const stock = await join({ stet: false })
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    await settle()
    await log.fail()
    await clock.advance(100)
    await log.fail()
    const ben = await join({ synced: false })
    await clock.advance(200)
    await log.finish()
    expect(anna.outlet.errors).toEqual(['storage-unavailable'])
    expect(ben.outlet.errors).toEqual(['storage-unavailable'])
    for (const { outlet } of [anna, ben])
      expect(outlet.texts.some((text) => text.type === 'storage-ok')).toBe(true)
    expect(stock.outlet.texts).toEqual([])
  })

  test('[CM5] beyond what may wait, an update is refused with a retryable close', async () => {
    const { log, join } = setUp({ queueBytes: 100 })
    log.auto = false
    const anna = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('x'.repeat(80))))
    anna.session.receive(frameOf.update(writer.type('y'.repeat(80))))
    await settle()
    expect(anna.outlet.closed).toEqual([{ code: 1013, reason: 'rate-limited' }])
    await log.finish()
    expect(log.appends).toHaveLength(1)
    expect(anna.outlet.saved).toEqual([])
  })

  test('[CM6] what brings nothing new is neither stored nor broadcast', async () => {
    const { log, join } = setUp()
    const anna = await join()
    const ben = await join()
    const update = new Writer(1).type('a')
    anna.session.receive(frameOf.update(update))
    await settle()
    ben.outlet.clear()
    anna.session.receive(frameOf.update(update))
    ben.session.receive(frameOf.stepTwo(update))
    await settle()
    expect(log.appends).toHaveLength(1)
    expect(ben.outlet.types()).toEqual([])
  })

  test('[CM7] typing ahead of the disk is no gap', async () => {
    const { log, join } = setUp()
    log.auto = false
    const anna = await join()
    const writer = new Writer(1)
    for (const letter of 'abc') anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
    await log.finish()
    expect(anna.outlet.types()).toEqual([])
    expect(anna.outlet.saved).toEqual([3])
  })

  test('[CM8] a batch goes out as one frame, not to its only sender', async () => {
    const { join } = setUp()
    const anna = await join()
    const ben = await join()
    const cleo = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('a')))
    anna.session.receive(frameOf.update(writer.type('b')))
    await settle()
    expect(anna.outlet.types()).toEqual([])
    expect(ben.outlet.types()).toEqual(['update'])
    expect(ben.outlet.bytes[0]).toBe(cleo.outlet.bytes[0])
    expect(textOf(ben.outlet.doc())).toBe('ab')
  })

  test('[CM8] a batch of several senders goes to everybody as one frame', async () => {
    const { join } = setUp()
    const guests = [await join(), await join(), await join()] as const
    guests[0].session.receive(frameOf.update(new Writer(1).type('a')))
    guests[1].session.receive(frameOf.update(new Writer(2).type('b')))
    await settle()
    for (const { outlet } of guests) expect(outlet.types()).toEqual(['update'])
    expect(new Set(guests.map(({ outlet }) => outlet.bytes[0])).size).toBe(1)
    expect(textOf(guests[2].outlet.doc())).toHaveLength(2)
  })

  test('[CM8] a large batch goes out in frames of a bounded size', async () => {
    const { join } = setUp()
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    for (let i = 0; i < 5; i += 1) anna.session.receive(frameOf.update(writer.type('x'.repeat(100_000))))
    await settle()
    expect(ben.outlet.bytes.every((bytes) => bytes.byteLength < 300_000)).toBe(true)
    expect(textOf(ben.outlet.doc())).toHaveLength(500_000)
  })

  test('[CM9] a full document refuses what would make it larger', async () => {
    const { join, events } = setUp({ documentBytes: 200 })
    const anna = await join()
    const stock = await join({ stet: false })
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('x'.repeat(100))))
    anna.session.receive(frameOf.update(writer.type('x'.repeat(100))))
    await settle()
    expect(anna.outlet.errors).toEqual(['document-full'])
    expect(anna.outlet.saved).toEqual([1])
    expect(anna.outlet.closed).toEqual([])
    stock.session.receive(frameOf.update(new Writer(2).type('x'.repeat(100))))
    expect(stock.outlet.closed).toEqual([{ code: 4400, reason: 'document-full' }])
    expect(events.filter((event) => event.type === 'refused')).toHaveLength(2)
  })

  test('[CM9] the number of root types is bounded over the whole document', async () => {
    const { join } = setUp({ roots: 2 })
    const anna = await join()
    const doc = new Y.Doc()
    for (const name of ['a', 'b', 'a', 'c']) {
      const before = Y.encodeStateVector(doc)
      doc.getText(name).insert(0, 'x')
      anna.session.receive(frameOf.update(Y.encodeStateAsUpdate(doc, before)))
    }
    await settle()
    expect(anna.outlet.saved).toEqual([3])
    expect(anna.outlet.errors).toEqual(['bad-update'])
  })

  test('[CM10] a defect in one room closes that room and no other', async () => {
    const { engine, join, events } = setUp()
    const anna = await join()
    const cleo = await join({ document: two })
    class BrokenOutlet extends FakeOutlet {
      override sendFrame(bytes: Uint8Array): boolean {
        if (bytes[1] === 2) throw new Error('an outlet must not throw')
        return super.sendFrame(bytes)
      }
    }
    const ben = await join({ outlet: new BrokenOutlet() })
    const writer = new Writer(2)
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    cleo.session.receive(frameOf.update(writer.type('b')))
    await settle()
    for (const { outlet } of [anna, ben]) expect(outlet.closed).toEqual([{ code: 1011, reason: 'internal' }])
    expect(cleo.outlet.saved).toEqual([1])
    expect(events.some((event) => event.type === 'defect')).toBe(true)
    expect(engine.rooms()).toBe(1)
    const again = await join({ synced: false })
    again.session.receive(frameOf.stepOne())
    expect(textOf(again.outlet.doc())).toBe('a')
  })

  test('[CM11] of an update that overlaps what is known only the new part is stored and broadcast', async () => {
    const { log, join } = setUp()
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('known')))
    await settle()
    ben.outlet.clear()
    writer.type(' and new')
    anna.session.receive(frameOf.stepTwo(writer.state()))
    await settle()
    const [row] = log.appends[1]!
    expect(Y.parseUpdateMeta(row!.update).from).toEqual(new Map([[1, 5]]))
    expect(ben.outlet.frames).toEqual([{ type: 'update', update: row!.update }])
  })
})

describe('acks', () => {
  test('[AK1] saved counts sync step 2 and update frames, once per batch', async () => {
    const { log, join } = setUp()
    log.auto = false
    const anna = await join()
    const writer = new Writer(1)
    writer.type('a')
    anna.session.receive(frameOf.stepTwo(writer.state()))
    anna.session.receive(frameOf.update(writer.type('b')))
    anna.session.receive(awareness({ clientId: 1, clock: 1, state: '{}' }))
    await settle()
    anna.session.receive(frameOf.update(writer.type('c')))
    await log.finish()
    await log.finish()
    expect(anna.outlet.saved).toEqual([2, 3])
  })

  test('[AK2] a frame that brings nothing new waits for what was accepted before it', async () => {
    const { log, join } = setUp()
    log.auto = false
    const anna = await join()
    const ben = await join()
    const update = new Writer(1).type('a')
    anna.session.receive(frameOf.update(update))
    await settle()
    ben.session.receive(frameOf.stepTwo(update))
    await settle()
    expect(ben.outlet.saved).toEqual([])
    await log.finish()
    expect(ben.outlet.saved).toEqual([1])
    ben.session.receive(frameOf.stepTwo(update))
    expect(ben.outlet.saved).toEqual([1, 2])
  })

  test('[AK3] a gap stops the count until a later sync step 2 is durable', async () => {
    const { join } = setUp()
    const anna = await join()
    const writer = new Writer(1)
    const lost = writer.type('a')
    anna.session.receive(frameOf.update(writer.type('b')))
    anna.session.receive(frameOf.update(new Writer(2).type('c')))
    await settle()
    expect(anna.outlet.saved).toEqual([])
    writer.hear(lost)
    anna.session.receive(frameOf.stepTwo(writer.state()))
    await settle()
    expect(anna.outlet.saved).toEqual([3])
  })

  test('[AK4] a gap is answered with one sync step 1, and too many useless answers close the session', async () => {
    const { join } = setUp({ resyncs: 2 })
    const anna = await join()
    const writer = new Writer(1)
    writer.type('a')
    const leaning = writer.type('b')
    anna.session.receive(frameOf.update(leaning))
    anna.session.receive(frameOf.update(leaning))
    expect(anna.outlet.types()).toEqual(['sync-step-1'])
    anna.session.receive(frameOf.stepTwo(leaning))
    expect(anna.outlet.types()).toEqual(['sync-step-1', 'sync-step-1'])
    anna.session.receive(frameOf.stepTwo(leaning))
    expect(anna.outlet.closed).toEqual([{ code: 1013, reason: 'rate-limited' }])
  })

  test('[AK5] the count never passes a refused frame', async () => {
    const { join } = setUp()
    const anna = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('a')))
    anna.session.receive(frameOf.update(new Uint8Array([9, 9, 9])))
    anna.session.receive(frameOf.update(writer.type('b')))
    anna.session.receive(frameOf.stepTwo(writer.state()))
    await settle()
    expect(anna.outlet.saved).toEqual([1])
    expect(anna.outlet.errors).toEqual(['bad-update'])
  })

  test('[AK6] a live update that is too large is asked for as a sync step 2', async () => {
    const { join } = setUp({ liveUpdateBytes: 1_000 })
    const anna = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('x'.repeat(2_000))))
    expect(anna.outlet.types()).toEqual(['sync-step-1'])
    anna.session.receive(frameOf.stepTwo(writer.state()))
    await settle()
    expect(anna.outlet.saved).toEqual([2])
  })
})
