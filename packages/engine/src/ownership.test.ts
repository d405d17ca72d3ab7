import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { anonymous } from './access.ts'
import { createEngine } from './engine.ts'
import { FakeOutlet, frameOf, settle, Writer } from './fake-ports.ts'
import { awareness, one, setUp, textOf } from './fake-room.ts'

/** A merged update of so many clients. */
function manyClients(count: number): Uint8Array {
  return Y.mergeUpdates(Array.from({ length: count }, (_, i) => new Writer(1_000 + i).type('x')))
}

/** Two signed-in people and one who is not, each with an own document. */
async function meet(limits: Parameters<typeof setUp>[0] = {}, stet = true) {
  const world = setUp(limits)
  const anna = await world.join({ principal: 'anna', stet })
  const ben = await world.join({ principal: 'ben', stet })
  const guest = await world.join({ principal: anonymous, stet })
  return { ...world, anna, ben, guest }
}

function stored(world: { readonly log: { readonly stored: ReadonlyMap<string, readonly Uint8Array[]> } }) {
  const doc = new Y.Doc()
  for (const row of world.log.stored.get(one) ?? []) Y.applyUpdate(doc, row)
  return doc
}

test('[ID1] an id belongs to the signed-in principal who first wrote with it, stored with the row', async () => {
  const { log, anna } = await meet()
  const writer = new Writer(7)
  anna.session.receive(frameOf.update(writer.type('a')))
  anna.session.receive(frameOf.update(writer.type('b')))
  await settle()
  expect(log.appends.flat().map((row) => row.claims)).toEqual([
    [{ principal: 'anna', clients: [7] }],
    undefined,
  ])
})

describe.each([
  { stet: true, closed: [] },
  { stet: false, closed: [4403] },
])('stet $stet', ({ stet, closed }) => {
  test('[ID2] new structs under the id of somebody else are refused, and nobody else notices', async () => {
    const world = await meet({}, stet)
    const { anna, ben } = world
    const writer = new Writer(7)
    anna.session.receive(frameOf.update(writer.type('mine')))
    await settle()
    const forger = new Writer(7)
    forger.hear(writer.state())
    // Yjs noticed, and took another id.
    forger.doc.clientID = 7
    anna.outlet.clear()
    ben.session.receive(frameOf.update(forger.type(' forged')))
    await settle()
    expect(ben.outlet.errors).toEqual(stet ? ['forbidden-client'] : [])
    expect(ben.outlet.closed.map(({ code }) => code)).toEqual(closed)
    expect(anna.outlet.bytes).toEqual([])
    anna.session.receive(frameOf.update(writer.type(' still')))
    await settle()
    expect(textOf(stored(world))).toBe('mine still')
    expect(anna.outlet.closed).toEqual([])
  })
})

test('[ID2] somebody who is not signed in may not write under the id of somebody who is', async () => {
  const { anna, guest } = await meet()
  const writer = new Writer(7)
  anna.session.receive(frameOf.update(writer.type('mine')))
  guest.session.receive(frameOf.update(writer.type(' forged')))
  expect(guest.outlet.errors).toEqual(['forbidden-client'])
})

test('[ID2] of two who want one id within one open batch, the first has it', async () => {
  const world = await meet()
  world.log.auto = false
  world.anna.session.receive(frameOf.update(new Writer(7).type('anna')))
  world.ben.session.receive(frameOf.update(new Writer(7).type('ben, and more')))
  expect(world.ben.outlet.errors).toEqual(['forbidden-client'])
  await settle()
  await world.log.finish()
  expect(world.log.storedClaims.get(one)).toEqual([{ principal: 'anna', clients: [7] }])
})

test('[ID2] deleting what somebody else wrote, and sending again what is known of others, is no forgery', async () => {
  const world = await meet()
  const writer = new Writer(7)
  world.anna.session.receive(frameOf.update(writer.type('mine')))
  const other = new Writer(8)
  other.hear(writer.state())
  other.doc.getText('text').delete(0, 2)
  world.ben.session.receive(frameOf.update(other.take()))
  other.type(' and ben')
  world.ben.session.receive(frameOf.stepTwo(other.state()))
  await settle()
  expect(textOf(stored(world))).toBe('ne and ben')
  expect(world.ben.outlet.errors).toEqual([])
})

test('[ID3] of an answer, the part under ids of others is left out, and the rest is taken in', async () => {
  const world = await meet({}, false)
  const [writer, other] = [new Writer(7), new Writer(8)]
  world.anna.session.receive(frameOf.update(writer.type('mine')))
  other.hear(writer.state())
  other.type(' ben')
  // Unsaved typing of Anna that reached Ben by another way, as between two tabs of one browser.
  writer.doc.getMap('map').set('anna', 1)
  other.hear(writer.take())
  world.ben.session.receive(frameOf.stepTwo(other.state()))
  await settle()
  expect(textOf(stored(world))).toBe('mine ben')
  expect(stored(world).getMap('map').toJSON()).toEqual({})
  expect(world.ben.outlet.closed).toEqual([])
  expect(world.events).toContainEqual(
    expect.objectContaining({ type: 'refused', principal: 'ben', code: 'forbidden-client' }),
  )
  world.anna.session.receive(frameOf.stepTwo(writer.state()))
  await settle()
  expect(stored(world).getMap('map').toJSON()).toEqual({ anna: 1 })
})

test('[ID3] what leans on a part that is left out is left out too, and the frame does not count as saved', async () => {
  const world = await meet()
  const [writer, other] = [new Writer(7), new Writer(8)]
  world.anna.session.receive(frameOf.update(writer.type('mine')))
  writer.type(' unsaved')
  other.hear(writer.state())
  other.type(' on top')
  world.ben.outlet.clear()
  world.ben.session.receive(frameOf.stepTwo(other.state()))
  await settle()
  expect(textOf(stored(world))).toBe('mine')
  expect(world.ben.outlet.errors).toEqual(['forbidden-client'])
  expect(world.ben.outlet.saved).toEqual([])
  // Anna brings hers, and then Ben's can come.
  world.anna.session.receive(frameOf.stepTwo(writer.state()))
  world.ben.session.receive(frameOf.stepTwo(other.state()))
  await settle()
  expect(textOf(stored(world))).toBe('mine unsaved on top')
  expect(world.ben.outlet.saved).toEqual([2])
})

test('[ID4] an id of people who are not signed in is open to them all', async () => {
  const world = await meet()
  const second = await world.join({ principal: anonymous })
  const writer = new Writer(7)
  world.guest.session.receive(frameOf.update(writer.type('one')))
  second.session.receive(frameOf.update(writer.type(' two')))
  await settle()
  expect(textOf(stored(world))).toBe('one two')
  expect(world.log.storedClaims.get(one)).toEqual([])
})

test('[ID4] who signs in and goes on with the same document keeps writing, and the id is theirs from then on', async () => {
  const world = await meet()
  const writer = new Writer(7)
  const shown = awareness({ clientId: 7, clock: 1, state: '{"user":{}}' })
  world.guest.session.receive(shown)
  world.guest.session.receive(frameOf.update(writer.type('before')))
  // The old connection was not noticed to be gone yet.
  world.anna.session.receive(shown)
  world.anna.session.receive(frameOf.update(writer.type(' between')))
  world.guest.session.leave()
  world.anna.session.receive(frameOf.update(writer.type(' after')))
  await settle()
  expect(world.log.appends.flat().map((row) => row.claims?.[0]?.principal)).toEqual([
    undefined,
    undefined,
    'anna',
  ])
  world.ben.session.receive(frameOf.update(writer.type(' forged')))
  expect(world.ben.outlet.errors).toEqual(['forbidden-client'])
  await settle()
  expect(textOf(stored(world))).toBe('before between after')
})

test('[ID4] who only passes on what others wrote without signing in does not take their id from them', async () => {
  const world = await meet()
  const writer = new Writer(7)
  world.guest.session.receive(awareness({ clientId: 7, clock: 1, state: '{}' }))
  world.anna.session.receive(awareness({ clientId: 8, clock: 1, state: '{}' }))
  writer.type('offline')
  world.anna.session.receive(frameOf.stepTwo(writer.state()))
  writer.type(' more')
  world.anna.session.receive(frameOf.stepTwo(writer.state()))
  world.guest.session.receive(frameOf.update(writer.type(' mine')))
  await settle()
  expect(textOf(stored(world))).toBe('offline more mine')
  expect(world.guest.outlet.errors).toEqual([])
})

test('[ID5] an id that somebody signed in shows is theirs before they wrote with it', async () => {
  const world = await meet()
  world.anna.session.receive(awareness({ clientId: 7, clock: 1, state: '{}' }))
  world.ben.session.receive(awareness({ clientId: 7, clock: 2, state: '{}' }))
  world.ben.session.receive(frameOf.update(new Writer(7).type('forged')))
  expect(world.ben.outlet.errors).toEqual(['forbidden-client'])
  world.anna.session.receive(frameOf.update(new Writer(7).type('mine')))
  await settle()
  expect(textOf(stored(world))).toBe('mine')
})

test('[ID6] claims are read with the document, and hold in the next life of the room', async () => {
  const world = await meet()
  const writer = new Writer(7)
  world.anna.session.receive(frameOf.update(writer.type('mine')))
  await settle()
  const engine = createEngine({ log: world.log, clock: world.clock })
  const outlet = new FakeOutlet()
  const session = await engine.join({ document: one, principal: 'ben', role: 'write', stet: true, outlet })
  session.receive(frameOf.update(writer.type(' forged')))
  expect(outlet.errors).toEqual(['forbidden-client'])
})

test('[ID6] the claim of an append that never worked is gone with it', async () => {
  const world = await meet()
  world.log.auto = false
  world.anna.session.receive(frameOf.update(new Writer(7).type('anna')))
  await settle()
  await world.log.fail()
  // The process dies; the next one finds what the log holds.
  world.log.auto = true
  const engine = createEngine({ log: world.log, clock: world.clock, limits: { commitSpacingMs: 0 } })
  const outlet = new FakeOutlet()
  const session = await engine.join({ document: one, principal: 'ben', role: 'write', stet: true, outlet })
  session.receive(frameOf.update(new Writer(7).type('ben')))
  await settle()
  expect(outlet.saved).toEqual([1])
  expect(world.log.storedClaims.get(one)).toEqual([{ principal: 'ben', clients: [7] }])
})

describe('[ID7] new client ids are bounded', () => {
  test('[ID7] the first content of a document may bring its whole history', async () => {
    const world = await meet({ newClientsBurst: 5 })
    world.anna.session.receive(frameOf.stepTwo(manyClients(50)))
    await settle()
    expect(world.anna.outlet.saved).toEqual([1])
  })

  test('[ID7] later ones are let in at a rate, per connection', async () => {
    const world = await meet({ newClientsBurst: 5, newClientMs: 1_000 })
    world.ben.session.receive(frameOf.update(new Writer(7).type('first')))
    const { session, outlet } = world.anna
    session.receive(frameOf.stepTwo(manyClients(5)))
    await settle()
    expect(outlet.saved).toEqual([1])
    await world.clock.advance(1_000)
    session.receive(frameOf.stepTwo(manyClients(6)))
    await settle()
    expect(outlet.saved).toEqual([1, 2])
    session.receive(frameOf.stepTwo(manyClients(7)))
    expect(outlet.errors).toEqual(['rate-limited'])
    expect(outlet.closed.map(({ code }) => code)).toEqual([1013])
  })

  test('[ID7] more at once than the rate ever allows is refused for good', async () => {
    const world = await meet({ newClientsBurst: 5 })
    world.ben.session.receive(frameOf.update(new Writer(7).type('first')))
    world.anna.session.receive(frameOf.stepTwo(manyClients(6)))
    expect(world.anna.outlet.errors).toEqual(['bad-update'])
  })

  test('[ID7] [CM9] a document takes no more ids than every client can name', async () => {
    const world = await meet({ clients: 10 })
    world.anna.session.receive(frameOf.stepTwo(manyClients(11)))
    expect(world.anna.outlet.errors).toEqual(['document-full'])
    world.ben.session.receive(frameOf.stepTwo(manyClients(10)))
    await settle()
    expect(world.ben.outlet.saved).toEqual([1])
  })
})
