import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { AckCounter } from './acks.ts'

function counter(frames: (acks: AckCounter) => void): AckCounter {
  const acks = new AckCounter()
  frames(acks)
  return acks
}

function accept(acks: AckCounter, position: number, kind: 'update' | 'sync-step-2' = 'update'): void {
  acks.receive()
  acks.accepted(position, kind)
}

test('[AK1] the count rises with the log, and is given only when it has risen', () => {
  const acks = counter((acks) => {
    accept(acks, 1)
    accept(acks, 2)
    accept(acks, 2)
    accept(acks, 5)
  })
  expect([0, 1, 1, 3, 4, 5, 9].map((position) => acks.durable(position))).toEqual([
    undefined,
    1,
    undefined,
    3,
    undefined,
    4,
    undefined,
  ])
})

test('[AK3] updates after a gap wait for a sync step 2', () => {
  const acks = counter((acks) => {
    accept(acks, 1)
    acks.receive()
    acks.gap()
    accept(acks, 2)
  })
  expect(acks.durable(2)).toBe(1)
  accept(acks, 3, 'sync-step-2')
  expect(acks.durable(2)).toBeUndefined()
  expect(acks.durable(3)).toBe(4)
})

test('[AK5] nothing after a refused frame counts, not even a sync step 2', () => {
  const acks = counter((acks) => {
    accept(acks, 1)
    acks.receive()
    acks.refused()
    acks.gap()
    accept(acks, 2, 'sync-step-2')
  })
  expect(acks.stuck).toBe(true)
  expect(acks.durable(2)).toBe(1)
})

type Step = { readonly kind: 'stored' | 'known' | 'gap' | 'sync'; readonly commits: boolean }

test('[AK1] [AK2] [AK3] whatever comes, each counted frame was stored, known or filled by a sync step 2, and durable', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('stored' as const, 'known' as const, 'gap' as const, 'sync' as const),
    commits: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const acks = new AckCounter()
      // The model: for each frame the position that makes it durable, or undefined while it is a gap.
      const frames: (number | undefined)[] = []
      let position = 0
      let counted = 0
      for (const { kind, commits } of steps) {
        acks.receive()
        if (kind === 'gap') {
          acks.gap()
          frames.push(undefined)
        } else {
          if (kind !== 'known') position += 1
          acks.accepted(position, kind === 'sync' ? 'sync-step-2' : 'update')
          frames.push(position)
          if (kind === 'sync') frames.forEach((at, index) => (frames[index] = at ?? position))
        }
        if (!commits) continue
        const expected = frames.findIndex((at) => at === undefined)
        counted = acks.durable(position) ?? counted
        expect(counted).toBe(expected === -1 ? frames.length : expected)
      }
      acks.durable(position)
      // Nothing is left untold.
      expect(acks.durable(position)).toBeUndefined()
      acks.receive()
      acks.accepted(position + 1, 'sync-step-2')
      expect(acks.durable(position + 1)).toBe(frames.length + 1)
    }),
  )
})
