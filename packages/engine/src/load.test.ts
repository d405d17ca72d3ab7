import { expect, test, vi } from 'vitest'
import { FakeOutlet, frameOf, settle, Writer } from './fake-ports.ts'
import { one, refusal, setUp, textOf, two } from './fake-room.ts'

test('[JN11] a long log is read with pauses in which other rooms go on, and its joiner gets all of it', async () => {
  const { clock, log, join } = setUp({ loadSliceBytes: 5_000 })
  const writer = new Writer(7)
  const rows = Array.from({ length: 20 }, (_, i) => writer.type(`${i} `))
  rows.push(writer.type('long '.repeat(4_000)))
  log.stored.set(one, rows)
  const outlet = new FakeOutlet()
  const timers = vi.spyOn(clock, 'setTimer')
  const joining = join({ synced: false, outlet })
  await settle()
  const ben = await join({ document: two })
  ben.session.receive(frameOf.update(new Writer(8).type('meanwhile')))
  await settle()
  expect(ben.outlet.saved).toEqual([1])
  expect(outlet.bytes).toEqual([])
  await clock.advance(0)
  expect(timers.mock.calls.filter(([ms]) => ms === 0).length).toBeGreaterThan(3)
  const { session } = await joining
  session.receive(frameOf.stepOne())
  expect(textOf(outlet.doc())).toBe(textOf(writer.doc))
})

test('[JN11] [JN4] a damaged row behind a pause refuses the join', async () => {
  const { clock, log, join } = setUp({ loadSliceBytes: 1 })
  log.stored.set(one, [new Writer(7).type('a'), new Uint8Array([1, 2, 3])])
  const refused = refusal(join())
  await settle()
  await clock.advance(0)
  expect(await refused).toMatchObject({ code: 'load-failed' })
})
