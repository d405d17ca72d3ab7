import { encodeFrame, keepaliveFrame } from '@stet/protocol'
import type { AwarenessEntry } from '@stet/protocol'
import { describe, expect, test } from 'vitest'
import { anonymous } from './access.ts'
import { frameOf, settle, Writer } from './fake-ports.ts'
import { awareness, one, setUp, textOf, two } from './fake-room.ts'

function entry(clientId: number, clock: number, state = `{"user":{"name":"${clientId}"}}`): AwarenessEntry {
  return { clientId, clock, state }
}

describe('access', () => {
  test.each(['read', 'comment'] as const)(
    '[AC1] a session that may only %s changes nothing and is not closed',
    async (role) => {
      const { log, join } = setUp()
      const guests = [await join({ role }), await join({ role, stet: false })] as const
      for (const { session } of guests) {
        session.receive(frameOf.update(new Writer(1).type('a')))
        session.receive(frameOf.stepTwo(new Writer(2).type('b')))
      }
      await settle()
      expect(log.appends).toEqual([])
      expect(guests[0].outlet.errors).toEqual(['read-only', 'read-only'])
      for (const { outlet } of guests) expect([outlet.closed, outlet.saved]).toEqual([[], []])
    },
  )

  test('[AC2] a reader may ask for content, show itself and chat', async () => {
    const { clock, join } = setUp()
    const anna = await join()
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    anna.session.receive(awareness({ clientId: 1, clock: 1, state: '{}' }))
    await clock.advance(100)
    const reader = await join({ role: 'read', synced: false })
    reader.session.receive(frameOf.stepOne())
    reader.session.receive(awareness({ clientId: 2, clock: 1, state: '{"x":1}' }))
    reader.session.receiveText('{"type":"chat","text":"Hi"}')
    expect(textOf(reader.outlet.doc())).toBe('a')
    expect(anna.outlet.presence.flat().map((entry) => entry.clientId)).toEqual([2])
    expect(anna.outlet.texts.at(-1)).toEqual({ type: 'chat', text: 'Hi', from: 'anna' })
  })

  test.each([
    ['sync step 2', frameOf.stepTwo],
    ['live update', frameOf.update],
  ])(
    '[AC3] a reader’s %s is acked when it brings nothing, and passed over when it brings only deletions',
    async (_kind, frame) => {
      const { log, join } = setUp()
      const writer = new Writer(1)
      const anna = await join()
      anna.session.receive(frameOf.update(writer.type('abc')))
      await settle()
      const reader = await join({ role: 'read' })
      reader.session.receive(frame(writer.state()))
      expect(reader.outlet.saved).toEqual([1])
      writer.doc.getText('text').delete(0, 1)
      reader.session.receive(frame(writer.state()))
      await settle()
      expect([reader.outlet.saved, reader.outlet.errors, log.appends.length]).toEqual([[1], [], 1])
    },
  )

  test('[AC4] a bad frame closes a stock session with 4400, and only that one', async () => {
    const { join } = setUp()
    const anna = await join()
    for (const bad of [
      new Uint8Array(),
      new Uint8Array([9]),
      new Uint8Array([0, 2, 200]),
      frameOf.update(new Uint8Array([1])),
      frameOf.stepOne(new Uint8Array([7])),
    ]) {
      const stock = await join({ stet: false })
      stock.session.receive(bad)
      expect(stock.outlet.closed).toHaveLength(1)
      expect(stock.outlet.closed[0]!.code).toBe(4400)
      stock.session.receive(frameOf.update(new Writer(1).type('late')))
      stock.session.leave()
    }
    await settle()
    expect([anna.outlet.bytes, anna.outlet.closed]).toEqual([[], []])
  })

  test('[AC4] a stet session is told why, stays, and is closed after too many refusals', async () => {
    const { join } = setUp({ refusals: 2, frameBytes: 100 })
    const anna = await join()
    anna.session.receive(awareness(entry(1, 1, JSON.stringify('x'.repeat(100)))))
    anna.session.receiveText('not JSON')
    expect([anna.outlet.errors, anna.outlet.closed]).toEqual([['bad-frame', 'bad-text-frame'], []])
    anna.session.receive(frameOf.update(new Uint8Array([1])))
    expect(anna.outlet.closed).toEqual([{ code: 4400, reason: 'bad-update' }])
  })
})

describe('presence', () => {
  test('[PR2] [PR3] [PR5] states, goodbyes and hang-ups reach the others, never the sender', async () => {
    const { clock, engine, join } = setUp()
    const anna = await join()
    const ben = await join()
    ben.session.receive(awareness(entry(2, 1)))
    anna.session.receive(awareness(entry(1, 1)))
    await clock.advance(100)
    anna.session.receive(awareness(entry(1, 2, 'null')))
    await clock.advance(100)
    expect(engine.presence(one).map(({ clientId }) => clientId)).toEqual([2])
    anna.session.receive(awareness(entry(1, 3)))
    await clock.advance(100)
    anna.session.leave()
    await clock.advance(100)
    const heard = ben.outlet.presence.flat()
    expect(heard.map(({ clientId, state }) => [clientId, state === 'null'])).toEqual([
      [1, false],
      [1, true],
      [1, false],
      [1, true],
    ])
    expect(anna.outlet.presence.flat().every(({ clientId }) => clientId === 2)).toBe(true)
  })

  test('[PR6] at once when quiet, else the latest of each once per interval', async () => {
    const { clock, join } = setUp({ presenceFlushMs: 50 })
    const anna = await join({ principal: anonymous })
    const ben = await join()
    ben.session.receive(awareness(entry(2, 1)))
    await clock.advance(100)
    ben.outlet.clear()
    for (let i = 1; i <= 10; i += 1) anna.session.receive(awareness(entry(1, i, `{"at":${i}}`)))
    expect(ben.outlet.presence.flat().map(({ state }) => state)).toEqual(['{"at":1}'])
    await clock.advance(50)
    expect(ben.outlet.presence.flat().map(({ state }) => state)).toEqual(['{"at":1}', '{"at":10}'])
  })

  test('[PR7] a query is answered with the table, without the asker', async () => {
    const { clock, join } = setUp()
    const anna = await join()
    const ben = await join()
    anna.session.receive(awareness(entry(1, 1)))
    ben.session.receive(awareness(entry(2, 1)))
    await clock.advance(100)
    ben.outlet.clear()
    ben.session.receive(encodeFrame({ type: 'query-awareness' }))
    expect(ben.outlet.presence.map((entries) => entries.map(({ clientId }) => clientId))).toEqual([[1]])
  })

  test('[PR10] presence that is too big is refused and nothing else happens', async () => {
    const { join, events } = setUp({ presenceBytes: 100 })
    const anna = await join()
    const stock = await join({ stet: false })
    for (const { session } of [anna, stock])
      session.receive(awareness(entry(1, 1, JSON.stringify({ picture: 'x'.repeat(200) }))))
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    await settle()
    expect(anna.outlet.errors).toEqual(['bad-awareness'])
    expect(anna.outlet.saved).toEqual([1])
    expect(stock.outlet.closed).toEqual([])
    expect(events.filter((event) => event.type === 'refused')).toHaveLength(2)
  })

  test('[PR11] a session hears of others after showing itself, or after a while', async () => {
    const { clock, join } = setUp({ introductionMs: 1_000 })
    const anna = await join()
    anna.session.receive(awareness(entry(1, 1)))
    const shown = await join()
    const silent = await join()
    shown.session.receive(awareness(entry(2, 1)))
    expect(shown.outlet.presence.map((entries) => entries.map(({ clientId }) => clientId))).toEqual([[1]])
    await clock.advance(999)
    expect(silent.outlet.presence).toEqual([])
    await clock.advance(1)
    expect(silent.outlet.presence.map((entries) => entries.map(({ clientId }) => clientId))).toEqual([[1, 2]])
  })
})

describe('quiet connections and chat', () => {
  test('[KA1] a quiet session is sent an empty awareness frame before 30 seconds are over', async () => {
    const { clock, join } = setUp()
    const anna = await join()
    await clock.advance(25_000)
    expect(anna.outlet.bytes).toContainEqual(keepaliveFrame)
    anna.outlet.clear()
    await clock.advance(60_000)
    expect(anna.outlet.bytes.length).toBeGreaterThanOrEqual(2)
    expect(anna.outlet.bytes.length).toBeLessThanOrEqual(3)
  })

  test('[CH1] chat reaches all stet sessions of the document with the sender’s name', async () => {
    const { join } = setUp()
    const guests = [
      await join({ principal: anonymous }),
      await join(),
      await join({ stet: false }),
      await join({ document: two }),
    ] as const
    guests[0].session.receive(awareness({ clientId: 1, clock: 1, state: '{"user":{"name":"Anna B."}}' }))
    guests[0].session.receiveText('{"type":"chat","text":"Hi"}')
    const hi = { type: 'chat', text: 'Hi', from: 'Anna B.' }
    expect(guests.map(({ outlet }) => outlet.texts)).toEqual([[hi], [hi], [], []])
  })

  test('[CH2] chat beyond the rate is not relayed, and the sender is told', async () => {
    const { clock, join } = setUp({ chatBurst: 2, chatMs: 1_000 })
    const anna = await join()
    const ben = await join()
    for (let i = 0; i < 3; i += 1) anna.session.receiveText('{"type":"chat","text":"Hi"}')
    expect(ben.outlet.texts).toHaveLength(2)
    expect(anna.outlet.errors).toEqual(['rate-limited'])
    await clock.advance(1_000)
    anna.session.receiveText('{"type":"chat","text":"Hi"}')
    expect(ben.outlet.texts).toHaveLength(3)
    expect(anna.outlet.closed).toEqual([])
  })
})
