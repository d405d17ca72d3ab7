import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { anonymous } from './access.ts'
import { frameOf, settle, Writer } from './fake-ports.ts'
import { awareness, setUp, textOf } from './fake-room.ts'

type Joined = Awaited<ReturnType<ReturnType<typeof setUp>['join']>>

/** The peer reads everything: from now on its outlet takes frames again. */
function drain({ outlet, session }: Joined): void {
  outlet.room = Infinity
  session.drained()
}

describe('slow readers', () => {
  test('[SR1] after the first refused frame nothing is sent until the outlet has drained', async () => {
    const { clock, join } = setUp()
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    ben.outlet.room = 0
    for (let i = 0; i < 50; i += 1) {
      anna.session.receive(frameOf.update(writer.type('x')))
      anna.session.receive(awareness({ clientId: 1, clock: i + 1, state: `{"at":${i}}` }))
      await settle()
      await clock.advance(100)
    }
    ben.outlet.room = 1
    anna.session.receive(frameOf.update(writer.type('y')))
    await clock.advance(60_000)
    expect(ben.outlet.types()).toEqual([])
    expect(ben.outlet.closed).toEqual([])
  })

  test('[SR2] one answer makes up for all updates that were missed, and updates go on behind it', async () => {
    const { join } = setUp()
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('seen ')))
    await settle()
    const before = ben.outlet.bytes.length
    ben.outlet.room = 0
    for (const letter of 'missed ') {
      anna.session.receive(frameOf.update(writer.type(letter)))
      await settle()
    }
    drain(ben)
    expect(ben.outlet.types().slice(before)).toEqual(['sync-step-2'])
    const answer = ben.outlet.frames.at(-1)
    if (answer?.type !== 'sync-step-2') throw new Error('There is no answer.')
    expect(Y.parseUpdateMeta(answer.update).from).toEqual(new Map([[1, 5]]))
    anna.session.receive(frameOf.update(writer.type('live')))
    await settle()
    expect(textOf(ben.outlet.doc())).toBe('seen missed live')
  })

  test('[SR2] deletions that were missed are made up for as well', async () => {
    const { join } = setUp()
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('gone')))
    await settle()
    ben.outlet.room = 0
    const state = Y.encodeStateVector(writer.doc)
    writer.doc.getText('text').delete(0, 2)
    anna.session.receive(frameOf.update(Y.encodeStateAsUpdate(writer.doc, state)))
    await settle()
    drain(ben)
    expect(textOf(ben.outlet.doc())).toBe(textOf(writer.doc))
  })

  test('[SR3] an answer that is refused goes on where it stopped', async () => {
    const { join } = setUp()
    const anna = await join()
    const writer = new Writer(1)
    for (let i = 0; i < 3; i += 1) anna.session.receive(frameOf.update(writer.type('x'.repeat(60_000))))
    await settle()
    const ben = await join({ synced: false })
    ben.outlet.clear()
    ben.outlet.room = 1
    ben.session.receive(frameOf.stepOne())
    anna.session.receive(frameOf.update(writer.type('y')))
    await settle()
    for (let i = 0; i < 20 && textOf(ben.outlet.doc()).length < 180_001; i += 1) {
      ben.outlet.room = 1
      ben.session.drained()
    }
    expect(textOf(ben.outlet.doc())).toBe(textOf(writer.doc))
    const sent = ben.outlet.bytes.reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(sent).toBeLessThan(200_000)
  })

  test('[SR4] a sync step 1 of a peer that does not read is answered once it has read', async () => {
    const { join } = setUp()
    const anna = await join()
    const ben = await join({ synced: false })
    const writer = new Writer(1)
    anna.session.receive(frameOf.update(writer.type('text')))
    await settle()
    ben.outlet.clear()
    ben.outlet.room = 0
    for (let i = 0; i < 3; i += 1) anna.session.receive(awareness({ clientId: 1, clock: i + 1, state: '{}' }))
    ben.session.receive(awareness({ clientId: 2, clock: 1, state: '{}' }))
    ben.session.receive(frameOf.stepOne())
    ben.session.receive(frameOf.stepOne())
    expect(ben.outlet.types()).toEqual([])
    drain(ben)
    expect(ben.outlet.types()).toEqual(['sync-step-2', 'awareness'])
    expect(textOf(ben.outlet.doc())).toBe('text')
  })

  test('[SR5] the catching up is bounded in rate, and holds what was missed before it', async () => {
    const { clock, join } = setUp({ syncRepliesBurst: 3, syncReplyMs: 1_000 })
    const anna = await join()
    const ben = await join()
    const writer = new Writer(1)
    for (let round = 0; round < 5; round += 1) {
      ben.outlet.room = 0
      anna.session.receive(frameOf.update(writer.type('x')))
      await settle()
      drain(ben)
    }
    const answers = () => ben.outlet.types().filter((type) => type === 'sync-step-2').length
    expect(answers()).toBe(2)
    await clock.advance(1_000)
    expect(answers()).toBe(3)
    expect(textOf(ben.outlet.doc())).toBe('xxxxx')
  })

  test('[SR6] who came, moved and left meanwhile is told in one frame', async () => {
    const { clock, join } = setUp()
    const anna = await join({ principal: anonymous })
    const cleo = await join()
    const ben = await join()
    anna.session.receive(awareness({ clientId: 1, clock: 1, state: '{"at":1}' }))
    cleo.session.receive(awareness({ clientId: 3, clock: 1, state: '{"at":1}' }))
    ben.session.receive(awareness({ clientId: 2, clock: 1, state: '{}' }))
    await clock.advance(100)
    ben.outlet.clear()
    ben.outlet.room = 0
    anna.session.receive(awareness({ clientId: 1, clock: 2, state: '{"at":2}' }))
    await clock.advance(100)
    cleo.session.leave()
    await clock.advance(100)
    drain(ben)
    expect(ben.outlet.presence).toHaveLength(1)
    expect(ben.outlet.presence[0]!.map(({ clientId, state }) => [clientId, state])).toEqual([
      [1, '{"at":2}'],
      [3, 'null'],
    ])
  })

  test('[SR7] a question that was held back is asked', async () => {
    const { join } = setUp()
    const anna = await join()
    anna.outlet.clear()
    anna.outlet.room = 0
    const writer = new Writer(1)
    const lost = writer.type('a')
    anna.session.receive(frameOf.update(writer.type('b')))
    drain(anna)
    expect(anna.outlet.types()).toEqual(['sync-step-1'])
    writer.hear(lost)
    anna.session.receive(frameOf.stepTwo(writer.state()))
    await settle()
    expect(anna.outlet.saved).toEqual([2])
  })

  test('[SR1] acks go out all the same', async () => {
    const { join } = setUp()
    const anna = await join()
    anna.outlet.room = 0
    anna.session.receive(frameOf.update(new Writer(1).type('a')))
    await settle()
    expect(anna.outlet.saved).toEqual([1])
  })
})
