import { expect, test } from 'vitest'
import { frameOf, settle, Writer } from './fake-ports.ts'
import { setUp, textOf } from './fake-room.ts'

test('[CM12] the first commit after a pause is told at once, those behind it together, later the more receivers there are', async () => {
  const { clock, join } = setUp({ fanOutMsPerReceiver: 2, fanOutLongestMs: 100 })
  const anna = await join()
  const ben = await join()
  const writer = new Writer(1)
  const type = async (letter: string): Promise<void> => {
    anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
  }
  await type('a')
  expect(ben.outlet.types()).toEqual(['update'])
  await type('b')
  await type('c')
  expect(anna.outlet.saved).toEqual([1, 2, 3])
  await clock.advance(3)
  expect(ben.outlet.types()).toEqual(['update'])
  await clock.advance(1)
  expect(ben.outlet.types()).toEqual(['update', 'update'])
  expect(textOf(ben.outlet.doc())).toBe('abc')
  expect(anna.outlet.types()).toEqual([])
})

test('[CM12] the pause is bounded however many receive', async () => {
  const { clock, join } = setUp({ fanOutMsPerReceiver: 1_000, fanOutLongestMs: 25 })
  const anna = await join()
  const ben = await join()
  const writer = new Writer(1)
  for (const letter of 'ab') {
    anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
  }
  await clock.advance(25)
  expect(textOf(ben.outlet.doc())).toBe('ab')
})

test('[CM12] what waits to be told is told before the connections are closed', async () => {
  const { engine, join } = setUp({ fanOutMsPerReceiver: 10 })
  const anna = await join()
  const ben = await join()
  const writer = new Writer(1)
  for (const letter of 'ab') {
    anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
  }
  await engine.drain()
  expect(textOf(ben.outlet.doc())).toBe('ab')
  expect(ben.outlet.closed).toHaveLength(1)
})

test('[CM12] who joins while something waits to be told has it from the answer', async () => {
  const { clock, join } = setUp({ fanOutMsPerReceiver: 10 })
  const anna = await join()
  const writer = new Writer(1)
  for (const letter of 'ab') {
    anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
  }
  const ben = await join({ synced: false })
  ben.session.receive(frameOf.stepOne())
  expect(textOf(ben.outlet.doc())).toBe('ab')
  await clock.advance(100)
  expect(textOf(ben.outlet.doc())).toBe('ab')
})

test('[CM13] the first append after a pause begins at once, the next a little later with all that came meanwhile', async () => {
  const { clock, log, join } = setUp({ commitSpacingMs: 5 })
  const anna = await join()
  const writer = new Writer(1)
  const rows = () => log.appends.map((batch) => batch.length)
  const type = async (letters: string): Promise<void> => {
    for (const letter of letters) anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
  }
  await type('a')
  expect(rows()).toEqual([1])
  await type('bcdefgh')
  expect(rows()).toEqual([1])
  await clock.advance(1)
  expect(rows()).toEqual([1, 7])
  // The larger the last one was, the more a moment may gather, up to the bound.
  await clock.advance(3)
  await type('i')
  await clock.advance(4)
  await type('j')
  expect(rows()).toEqual([1, 7])
  await clock.advance(1)
  expect(rows()).toEqual([1, 7, 2])
  // After a pause nobody is expected.
  await clock.advance(21)
  await type('k')
  expect(rows()).toEqual([1, 7, 2, 1])
})

test('[CM13] what came while an append was under way has waited by then', async () => {
  const { clock, log, join } = setUp({ commitSpacingMs: 5 })
  const anna = await join()
  const writer = new Writer(1)
  log.auto = false
  anna.session.receive(frameOf.update(writer.type('a')))
  await settle()
  anna.session.receive(frameOf.update(writer.type('b')))
  await clock.advance(5)
  expect(log.appends).toHaveLength(1)
  await log.finish()
  expect(log.appends).toHaveLength(2)
})

test('[CM13] the more are to hear of it the more a moment may gather, up to the same bound', async () => {
  const { clock, log, join } = setUp({ commitSpacingMs: 5, commitMsPerReceiver: 2 })
  const anna = await join()
  const writer = new Writer(1)
  const type = async (letter: string): Promise<void> => {
    anna.session.receive(frameOf.update(writer.type(letter)))
    await settle()
  }
  const waited = async (): Promise<number> => {
    const before = log.appends.length
    for (let ms = 0; ms < 100; ms += 1) {
      if (log.appends.length > before) return ms
      await clock.advance(1)
    }
    return Infinity
  }
  await type('a')
  await type('b')
  expect(await waited()).toBe(2)
  await join()
  await clock.advance(100)
  await type('c')
  await type('d')
  expect(await waited()).toBe(4)
  for (let i = 0; i < 50; i += 1) await join()
  await clock.advance(100)
  await type('e')
  await type('f')
  expect(await waited()).toBe(5)
})
