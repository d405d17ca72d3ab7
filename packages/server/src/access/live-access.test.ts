// Rights that change while a connection is open, with the driver's answers given when the test says so.
import { parseDocumentName } from '@stet/protocol'
import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'
import { createLiveAccess } from './live-access.ts'
import { silentLogger } from '../logger.ts'
import type { GateDecision } from './gate.ts'
import type { Grant, HeldAccess } from './live-access.ts'
import type { AccessRequest, Allowed, Authorize, Decision } from './types.ts'
import type { ProtocolError } from '@stet/protocol'

const plan = parseDocumentName('plan')
const notes = parseDocumentName('notes')
const request: AccessRequest = { document: plan, token: 't', address: '203.0.113.7' }
const ann: Allowed = { kind: 'allow', principal: 'ann', role: 'write' }

/** Timers fire when the test says. */
class HandClock {
  time = 10_000
  #timers: { at: number; run: () => void }[] = []
  now = (): number => this.time
  setTimer = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.time + ms, run }
    this.#timers.push(timer)
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer))
  }
  pass(ms: number): void {
    this.time += ms
    for (const { at, run } of this.#timers) if (at <= this.time) run()
  }
}

function setUp(authorize: Authorize) {
  const clock = new HandClock()
  const gate = createGate({ authorize, clock, log: silentLogger })
  const live = createLiveAccess(gate)
  const enter = async (asked: AccessRequest = request): Promise<Guest> => {
    const guest = new Guest()
    await gate.decide(asked, (decision) => {
      if (decision.kind === 'allow') guest.held = live.hold(asked, decision, guest)
      else guest.refused = decision
    })
    return guest
  }
  return { clock, gate, live, enter }
}

class Guest {
  held: HeldAccess | undefined
  refused: GateDecision | undefined
  readonly grants: Grant[] = []
  readonly ends: string[] = []
  readonly unavailable: string[] = []
  onGrant(grant: Grant): void {
    this.grants.push(grant)
  }
  onEnd({ code }: ProtocolError): void {
    this.ends.push(code)
  }
  onUnavailable({ code }: ProtocolError): void {
    this.unavailable.push(code)
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** An authorize whose answers the test gives. */
function held() {
  const questions: { request: AccessRequest; answer(decision: Decision): void; fail(): void }[] = []
  const authorize: Authorize = (asked) => {
    const { promise, resolve, reject } = Promise.withResolvers<Decision>()
    questions.push({ request: asked, answer: resolve, fail: () => reject(new Error('away')) })
    return promise
  }
  return { authorize, questions }
}

describe('taking access back', () => {
  it('ends the connections in scope at once, and no other', async () => {
    const { live, enter } = setUp(({ token, document }) => ({
      kind: 'allow',
      principal: token ?? '',
      role: document === plan ? 'write' : 'read',
    }))
    const guests = await Promise.all([
      enter(),
      enter({ ...request, token: 'ben' }),
      enter({ ...request, document: notes }),
    ])
    expect(live.revoke({ principal: 't', document: plan })).toBe(1)
    expect(guests.map(({ ends }) => ends)).toEqual([['forbidden'], [], []])
    expect(live.revoke({ document: plan })).toBe(1)
    expect(live.revoke({ principal: 't' })).toBe(1)
    expect(guests.map(({ ends }) => ends)).toEqual([['forbidden'], ['forbidden'], ['forbidden']])
    expect(live.revoke({ principal: 't' })).toBe(0)
  })

  it('a connection that is gone is not in scope any more', async () => {
    const { live, enter } = setUp(() => ann)
    const guest = await enter()
    guest.held?.release()
    guest.held?.release()
    expect(live.revoke({ principal: 'ann' })).toBe(0)
    expect(guest.ends).toEqual([])
  })

  it('counts against tokens from before it, and not against later ones', async () => {
    const { clock, gate, enter } = setUp(({ token }) => ({
      ...ann,
      ...(token === undefined ? {} : { issuedAt: Number(token) }),
    }))
    gate.change({ principal: 'ann', document: plan }, 'none')
    const at = (issuedAt: number, document = plan) => enter({ ...request, document, token: String(issuedAt) })
    expect((await at(clock.time)).refused).toMatchObject({ code: 'forbidden' })
    expect((await at(0)).refused).toMatchObject({ code: 'forbidden' })
    expect((await at(clock.time + 1)).held).toBeDefined()
    expect((await at(0, notes)).held).toBeDefined()
  })

  it('a changed role counts against older tokens, and the newest word decides', async () => {
    const { clock, gate, enter } = setUp(() => ({ ...ann, issuedAt: 0 }))
    gate.change({ principal: 'ann' }, 'none')
    clock.pass(1)
    gate.change({ principal: 'ann', document: plan }, 'read')
    expect((await enter()).held?.grant).toEqual({ role: 'read' })
    clock.pass(1)
    gate.change({ document: plan }, 'none')
    expect((await enter()).refused).toMatchObject({ kind: 'deny' })
  })

  it('while somebody is being let in: the decision is made again', async () => {
    const { authorize, questions } = held()
    const { gate, live, enter } = setUp(authorize)
    const entering = enter()
    await settle()
    gate.change({ principal: 'ann' }, 'none')
    expect(live.revoke({ principal: 'ann' })).toBe(0)
    questions[0]?.answer(ann)
    await settle()
    expect(questions).toHaveLength(2)
    questions[1]?.answer({ kind: 'deny', code: 'forbidden', message: 'no' })
    expect((await entering).refused).toMatchObject({ code: 'forbidden' })
  })

  it('a driver that is overtaken again and again lets nobody in', async () => {
    const { gate, enter } = setUp(async () => {
      gate.change({})
      return ann
    })
    expect((await enter()).refused).toMatchObject({ kind: 'unavailable' })
  })
})

describe('deciding anew', () => {
  it('changes roles in place, ends what is denied, and leaves the rest', async () => {
    const roles = new Map<string, Decision>([
      ['a', { kind: 'allow', principal: 'a', role: 'write' }],
      ['b', { kind: 'allow', principal: 'b', role: 'write' }],
      ['c', { kind: 'allow', principal: 'c', role: 'write' }],
    ])
    const { gate, live, enter } = setUp(({ token = '' }) => roles.get(token) as Decision)
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((token) => enter({ ...request, token })))
    roles.set('a', { kind: 'allow', principal: 'a', role: 'read' })
    roles.set('b', { kind: 'deny', code: 'not-found', message: 'gone' })
    gate.change({})
    expect(await live.reevaluate({})).toEqual({ checked: 3, changed: 1, closed: 1 })
    expect([a?.grants, a?.ends]).toEqual([[{ role: 'read' }], []])
    expect([b?.grants, b?.ends]).toEqual([[], ['not-found']])
    expect([c?.grants, c?.ends]).toEqual([[], []])
  })

  it('a driver that fails or is silent ends the connection with a code to come back, within four seconds', async () => {
    const { authorize, questions } = held()
    const { clock, gate, live, enter } = setUp(authorize)
    const entering = [enter(), enter({ ...request, document: notes })]
    await settle()
    for (const question of questions.splice(0)) question.answer(ann)
    const guests = await Promise.all(entering)
    gate.change({})
    const done = live.reevaluate({})
    await settle()
    questions[0]?.fail()
    clock.pass(4000)
    expect(await done).toEqual({ checked: 2, changed: 0, closed: 2 })
    expect(guests.map(({ ends }) => ends)).toEqual([['access-unavailable'], ['access-unavailable']])
  })
})

const byToken: Authorize = ({ token }) => {
  switch (token) {
    case 't':
      return { ...ann, expiresAt: 20_000 }
    case 'later':
      return { ...ann, expiresAt: 90_000 }
    case 'reader':
      return { ...ann, role: 'read', expiresAt: 90_000 }
    case 'ben':
      return { kind: 'allow', principal: 'ben', role: 'write' }
    case 'down':
      throw new Error('away')
    default:
      return { kind: 'deny', code: 'unauthorized', message: 'no' }
  }
}

describe('a fresh token', () => {
  it.each([
    ['later', { grants: [{ role: 'write', expiresAt: 90_000 }], ends: [], unavailable: [] }],
    ['reader', { grants: [{ role: 'read', expiresAt: 90_000 }], ends: [], unavailable: [] }],
    ['t', { grants: [], ends: [], unavailable: [] }],
    ['ben', { grants: [], ends: ['unauthorized'], unavailable: [] }],
    ['nonsense', { grants: [], ends: ['unauthorized'], unavailable: [] }],
    ['down', { grants: [], ends: [], unavailable: ['access-unavailable'] }],
  ])('%s', async (token, outcome) => {
    const { enter } = setUp(byToken)
    const guest = await enter()
    guest.held?.renew(token)
    await settle()
    expect({ grants: guest.grants, ends: guest.ends, unavailable: guest.unavailable }).toEqual(outcome)
  })

  it('is what is asked about from then on', async () => {
    const { gate, live, enter } = setUp(byToken)
    const guest = await enter()
    guest.held?.renew('later')
    await settle()
    gate.change({})
    expect(await live.reevaluate({})).toMatchObject({ checked: 1, changed: 0, closed: 0 })
    expect(guest.grants).toHaveLength(1)
  })

  it('of many at once, the first and the last are read', async () => {
    const { authorize, questions } = held()
    const { enter } = setUp(authorize)
    const entering = enter()
    await settle()
    questions[0]?.answer(ann)
    const guest = await entering
    for (let i = 0; i < 100; i += 1) guest.held?.renew(`t${i}`)
    await settle()
    questions[1]?.answer({ ...ann, expiresAt: 90_000 })
    await settle()
    questions[2]?.answer({ ...ann, expiresAt: 90_000 })
    await settle()
    expect(questions.map(({ request: { token } }) => token)).toEqual(['t', 't0', 't99'])
  })

  it('that is decided upon after the connection has gone does nothing', async () => {
    const { authorize, questions } = held()
    const { enter } = setUp(authorize)
    const entering = enter()
    await settle()
    questions[0]?.answer(ann)
    const guest = await entering
    guest.held?.renew('x')
    guest.held?.release()
    await settle()
    questions[1]?.answer({ kind: 'deny', code: 'forbidden', message: 'no' })
    await settle()
    expect(guest.ends).toEqual([])
  })
})

it('an answer that has run out by the time it is read lets nobody in', async () => {
  const { clock, enter } = setUp(() => ({ ...ann, expiresAt: 10_000 }))
  expect(clock.time).toBe(10_000)
  expect((await enter()).refused).toMatchObject({ kind: 'deny', code: 'unauthorized' })
})

it('an answer that is not understood lets nobody in and denies nobody', async () => {
  const { enter } = setUp(() => ({ kind: 'allow', role: 'write' }) as unknown as Decision)
  expect((await enter()).refused).toMatchObject({ kind: 'unavailable' })
})
