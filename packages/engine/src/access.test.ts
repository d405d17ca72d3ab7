import { ProtocolError } from '@stet/protocol'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Grant } from './access.ts'
import { FakeOutlet, frameOf, settle, Writer } from './fake-ports.ts'
import { awareness, one, setUp, textOf } from './fake-room.ts'
import type { Session } from './peer.ts'

const minute = 60_000

function setUpAccess() {
  const world = setUp()
  async function enter(grant: Grant, options: { name?: string; stet?: boolean } = {}) {
    const outlet = new FakeOutlet()
    const tokens: string[] = []
    const session = await world.engine.join({
      document: one,
      principal: 'eve',
      stet: true,
      outlet,
      renewal: { renew: (token) => tokens.push(token) },
      ...grant,
      ...options,
    })
    session.receive(frameOf.stepOne())
    return { session, outlet, tokens }
  }
  return { ...world, enter }
}

const forbidden = (): ProtocolError => new ProtocolError('forbidden', 'Your access was taken back.')

describe('the end of a right', () => {
  test('[AC5] closes with 4401 at its instant; what came before is committed', async () => {
    const { clock, log, enter } = setUpAccess()
    const writer = new Writer(1)
    const eve = await enter({ role: 'write', expiresAt: clock.now() + minute })
    log.auto = false
    eve.session.receive(frameOf.update(writer.type('in time')))
    await clock.advance(minute - 1)
    expect(eve.outlet.closed).toEqual([])
    await clock.advance(1)
    expect(eve.outlet.closed).toEqual([{ code: 4401, reason: 'unauthorized' }])
    expect(eve.outlet.errors).toEqual(['unauthorized'])
    eve.session.receive(frameOf.update(writer.type('too late')))
    await log.finish()
    expect(log.appends).toHaveLength(1)
    expect(log.stored.get(one)).toHaveLength(1)
    expect(clock.timers).toBe(1) // the engine's own
  })

  test('[AC5] a frame at that instant is refused also when the timer is late', async () => {
    const { clock, log, enter } = setUpAccess()
    const eve = await enter({ role: 'write', expiresAt: clock.now() + minute })
    clock.skip(minute)
    eve.session.receive(frameOf.update(new Writer(1).type('late')))
    await settle()
    expect(log.appends).toEqual([])
    expect(eve.outlet.closed).toEqual([{ code: 4401, reason: 'unauthorized' }])
  })

  test('[AC5] a right that ended before joining takes nothing in, and stock sessions are closed too', async () => {
    const { clock, log, enter } = setUpAccess()
    const eve = await enter({ role: 'write', expiresAt: clock.now() - 1 }, { stet: false })
    eve.session.receive(frameOf.update(new Writer(1).type('x')))
    await clock.advance(0)
    expect(log.appends).toEqual([])
    expect(eve.outlet.closed).toEqual([{ code: 4401, reason: 'unauthorized' }])
    expect(eve.outlet.texts).toEqual([])
  })

  test('[AC5] [AC6] an end in a hundred days is no timer that overflows', async () => {
    const { clock, enter } = setUpAccess()
    const days = 24 * 60 * minute
    const at = clock.now() + 100 * days
    const eve = await enter({ role: 'write', expiresAt: at })
    const warned = () => eve.outlet.texts.filter(({ type }) => type === 'token-expiring')
    // A real timer would overflow: no wait may be longer than one can be.
    expect(Math.max(...clock.waits())).toBeLessThan(2 ** 31)
    clock.skip(100 * days - minute - 1)
    await clock.advance(0)
    expect(warned()).toEqual([])
    await clock.advance(1)
    expect(warned()).toEqual([{ type: 'token-expiring', at }])
    await clock.advance(minute)
    expect(eve.outlet.closed).toHaveLength(1)
  })

  test('[AC6] a warning comes a minute before, or at half of a shorter life, and a new grant sets a new end', async () => {
    const { clock, log, enter } = setUpAccess()
    const start = clock.now()
    const eve = await enter({ role: 'write', expiresAt: start + 10 * minute })
    const brief = await enter({ role: 'write', expiresAt: start + 20_000 })
    await clock.advance(10_000)
    expect(brief.outlet.texts).toEqual([{ type: 'token-expiring', at: start + 20_000 }])
    await clock.advance(9 * minute - 10_001)
    expect(eve.outlet.texts).toEqual([])
    await clock.advance(1)
    expect(eve.outlet.texts).toEqual([{ type: 'token-expiring', at: start + 10 * minute }])
    eve.session.regrant({ role: 'write', expiresAt: start + 30 * minute })
    await clock.advance(15 * minute)
    const writer = new Writer(1)
    eve.session.receive(frameOf.update(writer.type('still here')))
    await settle()
    expect([eve.outlet.closed, eve.outlet.saved, log.appends.length]).toEqual([[], [1], 1])
    eve.session.regrant({ role: 'write' })
    await clock.advance(60 * minute)
    expect(eve.outlet.closed).toEqual([])
  })
})

describe('a change of role', () => {
  test('[AC7] downwards: the next frame is refused, what was accepted is committed', async () => {
    const { log, enter } = setUpAccess()
    const writer = new Writer(1)
    const eve = await enter({ role: 'write' })
    log.auto = false
    eve.session.receive(frameOf.update(writer.type('before')))
    await settle()
    eve.session.regrant({ role: 'read' })
    eve.session.receive(frameOf.update(writer.type(' after')))
    await log.finish()
    expect(log.appends).toHaveLength(1)
    expect(eve.outlet.texts).toEqual([
      { type: 'role', role: 'read' },
      { type: 'error', code: 'read-only', message: expect.any(String) },
      { type: 'saved', frames: 1 },
    ])
    expect(eve.outlet.closed).toEqual([])
  })

  test('[AC7] whoever joins without the right to write is told at once, who may write is not', async () => {
    const { enter } = setUpAccess()
    for (const role of ['read', 'comment'] as const) {
      expect((await enter({ role })).outlet.texts).toEqual([{ type: 'role', role }])
    }
    expect((await enter({ role: 'write' })).outlet.texts).toEqual([])
    const stock = await enter({ role: 'read' }, { stet: false })
    stock.session.regrant({ role: 'write' })
    expect(stock.outlet.texts).toEqual([])
  })

  test('[AC8] upwards: what was refused is asked for, stored and counted', async () => {
    const { log, enter } = setUpAccess()
    const writer = new Writer(1)
    const eve = await enter({ role: 'read' })
    eve.session.receive(frameOf.stepTwo(writer.state()))
    eve.session.receive(frameOf.update(writer.type('refused')))
    eve.session.receive(frameOf.update(writer.type(' too')))
    eve.outlet.clear()
    eve.session.regrant({ role: 'write' })
    expect(eve.outlet.types()).toEqual(['sync-step-1'])
    eve.session.receive(frameOf.stepTwo(writer.state()))
    eve.session.receive(frameOf.update(writer.type(' and more')))
    await settle()
    expect(eve.outlet.saved).toEqual([5])
    expect(textOf(stored(log.stored.get(one)))).toBe('refused too and more')
  })

  test('[AC7] the same role again is not news', async () => {
    const { enter } = setUpAccess()
    const eve = await enter({ role: 'write' })
    eve.outlet.clear()
    eve.session.regrant({ role: 'write' })
    expect([eve.outlet.texts, eve.outlet.bytes]).toEqual([[], []])
  })
})

test('[AC9] who is expelled is told why and closed; what it sends later is nothing', async () => {
  const { log, events, enter } = setUpAccess()
  const writer = new Writer(1)
  const eve = await enter({ role: 'write' })
  log.auto = false
  eve.session.receive(frameOf.update(writer.type('before')))
  await settle()
  eve.session.expel(forbidden())
  eve.session.receive(frameOf.update(writer.type('after')))
  eve.session.regrant({ role: 'write' })
  eve.session.expel(forbidden())
  await log.finish()
  expect(eve.outlet.closed).toEqual([{ code: 4403, reason: 'forbidden' }])
  expect(eve.outlet.texts).toEqual([
    { type: 'error', code: 'forbidden', message: 'Your access was taken back.' },
  ])
  expect(log.appends).toHaveLength(1)
  expect(events.filter(({ type }) => type === 'refused')).toHaveLength(1)
})

test('[AC10] fresh tokens go to the shell, some at once', async () => {
  const { clock, enter } = setUpAccess()
  const eve = await enter({ role: 'write' })
  for (let i = 0; i < 6; i += 1) eve.session.receiveText(`{"type":"token","token":"t${i}"}`)
  expect(eve.tokens).toEqual(['t0', 't1', 't2', 't3', 't4'])
  expect(eve.outlet.errors).toEqual(['rate-limited'])
  await clock.advance(5_000)
  eve.session.receiveText('{"type":"token","token":"t6"}')
  expect(eve.tokens.at(-1)).toBe('t6')
})

test('[CH1] a name that the shell knows goes before one that the client shows', async () => {
  const { enter } = setUpAccess()
  const eve = await enter({ role: 'write' }, { name: 'Eve Smith' })
  eve.session.receive(awareness({ clientId: 1, clock: 1, state: '{"user":{"name":"The Boss"}}' }))
  eve.session.receiveText('{"type":"chat","text":"Hi"}')
  expect(eve.outlet.texts).toEqual([{ type: 'chat', text: 'Hi', from: 'Eve Smith' }])
})

type Ending = 'expires' | 'is expelled' | 'is downgraded'
type Step = 'edit' | 'sync' | 'commit' | 'fail' | 'wait'

describe('at 1,000 random instants', () => {
  test.each(['expires', 'is expelled', 'is downgraded'] satisfies Ending[])(
    '[AC5] [AC7] [AC9] a session that %s: nothing later is committed or broadcast, everything before is',
    async (ending) => {
      const steps = fc.array(fc.constantFrom<Step>('edit', 'sync', 'commit', 'fail', 'wait'), {
        minLength: 1,
        maxLength: 30,
      })
      await fc.assert(
        fc.asyncProperty(steps, fc.nat(29), fc.boolean(), async (plan, at, stet) => {
          const end = await runPlan({ plan, at: Math.min(at, plan.length - 1), ending, stet })
          expect({ stored: end.stored, shown: end.shown }).toEqual({
            stored: end.permitted,
            shown: end.permitted,
          })
          expect(end.closes).toBe(ending === 'is downgraded' ? 0 : 1)
        }),
        { numRuns: 334 },
      )
    },
    30_000,
  )
})

interface Plan {
  readonly plan: readonly Step[]
  /** The step before which the right ends. */
  readonly at: number
  readonly ending: Ending
  readonly stet: boolean
}

interface Outcome {
  /** The text as it was when the right ended, as the log has it, and as another session was shown it. */
  readonly permitted: string
  readonly stored: string
  readonly shown: string
  readonly closes: number
}

async function runPlan({ plan, at, ending, stet }: Plan): Promise<Outcome> {
  const { clock, log, enter, join } = setUpAccess()
  // Each wait is a second, so the instant of the end is known beforehand.
  const seconds = plan.slice(0, at).filter((step) => step === 'wait').length
  const expiresAt = clock.now() + seconds * 1000 + 500
  const eve = await enter({ role: 'write', ...(ending === 'expires' ? { expiresAt } : {}) }, { stet })
  const witness = await join({ role: 'read' })
  log.auto = false
  const writer = new Writer(7)
  let permitted = ''
  for (const [index, step] of plan.entries()) {
    if (index === at) await end(eve.session)
    // Mostly the whole document, so that nothing is left out for being a gap.
    if (step === 'edit') eve.session.receive(frameOf.update(writer.type(`${index},`)))
    if (step === 'sync') {
      writer.type(`${index},`)
      eve.session.receive(frameOf.stepTwo(writer.state()))
    }
    if (step === 'commit') await log.finish()
    if (step === 'fail') await log.fail()
    if (step === 'wait') await clock.advance(1000)
    if (index < at) permitted = textOf(writer.doc)
    await settle()
  }
  for (let i = 0; i < 100 && log.pending.length > 0; i += 1) await log.finish()
  await clock.advance(10_000)
  for (let i = 0; i < 100 && log.pending.length > 0; i += 1) await log.finish()
  return {
    permitted,
    stored: textOf(stored(log.stored.get(one))),
    shown: textOf(witness.outlet.doc()),
    closes: eve.outlet.closed.length,
  }

  async function end(session: Session): Promise<void> {
    if (ending === 'expires') await clock.advance(500)
    if (ending === 'is expelled') session.expel(forbidden())
    if (ending === 'is downgraded') session.regrant({ role: 'read' })
  }
}

function stored(rows: readonly Uint8Array[] = []): Y.Doc {
  const doc = new Y.Doc()
  for (const row of rows) Y.applyUpdate(doc, row)
  return doc
}
