// What a server remembers of documents that nobody is in any more: nothing. Kept here and not in the engine, whose tests
// know neither a garbage collector nor the outlets of real connections.
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createEngine } from '@stet/engine'
import { encodeAwareness, encodeFrame, encodeStateVector, parseDocumentName } from '@stet/protocol'
import { expect, it } from 'vitest'
import type { Clock, Outlet } from '@stet/engine'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Turned by hand; knows how many timers wait. */
function createHandClock() {
  let now = Date.UTC(2026, 5, 1)
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const clock: Clock = {
    now: () => now,
    setTimer(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  return {
    clock,
    waiting: () => timers.size,
    advance: (ms: number): void => {
      now += ms
      for (const timer of timers) if (timer.at <= now && timers.delete(timer)) timer.run()
    },
  }
}

it('of a hundred documents that were written in and left, no timer and no object stays', async () => {
  const { clock, waiting, advance } = createHandClock()
  const engine = createEngine({
    log: {
      load: () => Promise.resolve([]),
      claims: () => Promise.resolve([]),
      append: () => Promise.resolve(),
    },
    clock,
    limits: { commitSpacingMs: 0 },
  })
  const kept: WeakRef<object>[] = []

  const visit = async (index: number): Promise<void> => {
    const outlet: Outlet = { sendFrame: () => true, sendText: () => {}, close: () => {} }
    const session = await engine.join({
      document: parseDocumentName(`room-${index}`),
      principal: 'anna',
      role: 'write',
      expiresAt: clock.now() + 3_600_000,
      stet: true,
      outlet,
    })
    session.receive(encodeFrame({ type: 'sync-step-1', stateVector: encodeStateVector(new Map()) }))
    const state = JSON.stringify({ user: { name: 'Anna' } })
    const entries = encodeAwareness([{ clientId: index + 1, clock: 1, state }])
    session.receive(encodeFrame({ type: 'awareness', entries }))
    // One character at the beginning of the root type "t", by a client of its own.
    const update = new Uint8Array([1, 1, index + 1, 0, 4, 1, 1, 0x74, 1, 0x61, 0])
    session.receive(encodeFrame({ type: 'update', update }))
    await endOfTurn()
    session.leave()
    kept.push(new WeakRef(outlet), new WeakRef(session))
  }

  for (let index = 0; index < 100; index += 1) await visit(index)
  expect([engine.rooms(), engine.queued()]).toEqual([100, { rows: 0, bytes: 0 }])
  for (let second = 0; second < 70; second += 1) advance(1_000)
  expect([engine.rooms(), waiting()]).toEqual([0, 0])
  await endOfTurn()
  collectGarbage()
  expect(kept.filter((reference) => reference.deref() !== undefined)).toEqual([])
})
