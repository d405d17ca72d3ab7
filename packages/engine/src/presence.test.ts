import type { AwarenessEntry } from '@stet/protocol'
import { expect, test } from 'vitest'
import { Presence, type Seat } from './presence.ts'

function sit(): Seat {
  return { clientId: undefined, wish: undefined, toldSince: undefined }
}

function setUp(departedClients = 10) {
  const time = { now: Date.UTC(2026, 5, 1) }
  const presence = new Presence({ departedClients, now: () => time.now })
  /** A connection that was told who is here, as all soon are. */
  const seat = () => {
    const own = sit()
    presence.tell(own)
    return own
  }
  return { time, presence, seat }
}

function says(clientId: number, clock: number, state = '{"x":1}'): AwarenessEntry[] {
  return [{ clientId, clock, state }]
}

function ids(entries: readonly AwarenessEntry[]): readonly number[] {
  return entries.map(({ clientId }) => clientId)
}

test('[PR1] a connection speaks for the first id it shows, and for no other', () => {
  const { presence, seat } = setUp()
  const [anna, ben] = [seat(), seat()]
  presence.receive(anna, says(1, 1, '{"name":"Anna"}'))
  presence.receive(ben, says(2, 1))
  presence.receive(ben, says(1, 99, '{"name":"Mallory"}'))
  presence.receive(ben, says(1, 100, 'null'))
  presence.receive(ben, says(3, 1))
  expect(presence.people().map(({ clientId, state }) => [clientId, state])).toEqual([
    [1, '{"name":"Anna"}'],
    [2, '{"x":1}'],
  ])
})

test('[PR1] an old or repeated clock of its own changes nothing, a higher one does', () => {
  const { presence, seat } = setUp()
  const anna = seat()
  presence.receive(anna, says(1, 5, '{"at":5}'))
  presence.takeChanges()
  presence.receive(anna, says(1, 4, '{"at":4}'))
  presence.receive(anna, says(1, 5, '{"at":6}'))
  expect(presence.changed).toBe(false)
  presence.receive(anna, says(1, 5, 'null'))
  expect(presence.takeChanges()).toMatchObject([{ clientId: 1, state: 'null' }])
})

test('[PR2] a goodbye that is still to be told when the connection ends is told', () => {
  const { presence, seat } = setUp()
  const anna = seat()
  presence.receive(anna, says(1, 1))
  presence.takeChanges()
  presence.receive(anna, says(1, 2, 'null'))
  presence.leave(anna)
  expect(presence.takeChanges()).toMatchObject([{ clientId: 1, state: 'null' }])
})

test('[PR4] clocks follow the time of day and rise with every sending, whatever the client’s own is', () => {
  const { time, presence, seat } = setUp()
  const clocks: number[] = []
  const hear = (): void => {
    for (const { clock } of presence.takeChanges()) clocks.push(clock)
  }
  let anna = seat()
  for (const own of [1, 2, 4_000_000_000]) {
    presence.receive(anna, says(1, own))
    hear()
  }
  presence.leave(anna)
  hear()
  anna = seat()
  presence.receive(anna, says(1, 1))
  hear()
  clocks.push(presence.table(seat())[0]!.clock)
  time.now += 60_000
  clocks.push(presence.table(seat())[0]!.clock)
  expect(clocks).toHaveLength(7)
  expect(clocks.every((clock, index) => index === 0 || clock > clocks[index - 1]!)).toBe(true)
  expect(clocks.at(-1)! - clocks[0]!).toBe(600)

  // A room that was unloaded, or a server that was restarted, remembers nothing.
  time.now += 100
  const later = new Presence({ departedClients: 10, now: () => time.now })
  const again = sit()
  later.receive(again, says(1, 1))
  expect(later.takeChanges()[0]!.clock).toBeGreaterThan(clocks.at(-1)!)
})

test('[PR8] who repeats what it was told of somebody does not become that somebody', () => {
  const { presence, seat } = setUp()
  const anna = seat()
  const watcher = seat()
  presence.receive(anna, says(1, 1))
  const told = presence.takeChanges()
  presence.receive(watcher, told)
  presence.leave(anna)
  presence.takeChanges()
  presence.receive(watcher, told)
  expect(presence.people()).toEqual([])
  presence.receive(watcher, says(2, 1))
  expect(ids(presence.people())).toEqual([2])
})

test('[PR8] a repetition that arrives after the other one was away for a moment is still one', () => {
  const { presence, seat } = setUp()
  const watcher = seat()
  const anna = seat()
  presence.receive(anna, says(1, 1))
  const told = presence.takeChanges()
  presence.leave(anna)
  presence.receive(sit(), says(1, 1))
  presence.takeChanges()
  presence.receive(watcher, told)
  presence.receive(watcher, says(2, 1))
  expect(ids(presence.people())).toEqual([1, 2])
})

test('[PR8] who shows itself again after showing nobody is no repetition', () => {
  const { presence, seat } = setUp()
  const old = seat()
  presence.receive(old, says(1, 1))
  presence.takeChanges()
  presence.receive(old, says(1, 2, 'null'))
  const [goodbye] = presence.takeChanges()
  const anna = seat()
  presence.leave(old)
  // A stock client that hears its own goodbye goes on from that clock.
  presence.receive(anna, says(1, goodbye!.clock + 1))
  expect(ids(presence.people())).toEqual([1])
})

test('[PR9] the new connection of a client takes over when the old one ends', () => {
  const { presence, seat } = setUp()
  const old = seat()
  presence.receive(old, says(1, 1, '{"at":"old"}'))
  presence.takeChanges()
  const fresh = sit()
  presence.receive(fresh, says(1, 1, '{"at":"new"}'))
  expect(presence.table(fresh)).toEqual([])
  presence.receive(fresh, says(1, 2, '{"at":"newer"}'))
  expect(presence.people()).toMatchObject([{ state: '{"at":"old"}' }])
  presence.leave(old)
  expect(presence.takeChanges()).toMatchObject([{ clientId: 1, state: '{"at":"newer"}' }])
  presence.leave(fresh)
  expect(presence.takeChanges()).toMatchObject([{ clientId: 1, state: 'null' }])
})

test('[PR4] a bounded number of departed clients is remembered', () => {
  const { presence, seat } = setUp(2)
  for (const id of [1, 2, 3]) {
    const someone = seat()
    presence.receive(someone, says(id, 1))
    presence.leave(someone)
  }
  expect(presence.departedClients).toBe(2)
  expect(ids(presence.takeChanges())).toEqual([1, 2, 3])
})
