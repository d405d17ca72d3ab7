/**
 * The simulated clients know of each other what real ones would: y-protocols' Awareness is the oracle.
 */
import { encodeAwareness } from '@stet/protocol'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { PeerAwareness } from './peer-awareness.ts'

const own = 1

type Step =
  | { readonly kind: 'hear'; readonly clientId: number; readonly clock: number; readonly state: string }
  | { readonly kind: 'show'; readonly state: string | undefined }
  | { readonly kind: 'lose-connection' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('hear' as const),
    clientId: fc.integer({ min: own, max: 3 }),
    clock: fc.nat({ max: 6 }),
    state: fc.constantFrom('null', '{"x":1}', '{"x":2}'),
  }),
  fc.record({
    kind: fc.constant('show' as const),
    state: fc.constantFrom(undefined, '{"own":1}', '{"own":2}'),
  }),
  fc.record({ kind: fc.constant('lose-connection' as const) }),
)

function statesOf(awareness: Awareness): Map<number, string> {
  return new Map([...awareness.getStates()].map(([id, state]) => [id, JSON.stringify(state)]))
}

test('a simulated client holds the states, says the clocks and repeats the entries of a real one', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const doc = new Y.Doc()
      doc.clientID = own
      const real = new Awareness(doc)
      const simulated = new PeerAwareness(own)
      let repeated: number[] = []
      real.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
        repeated = [...added, ...updated, ...removed]
      })
      try {
        for (const step of steps) {
          repeated = []
          let said: readonly number[] = []
          let heard: readonly number[] = []
          if (step.kind === 'hear') {
            applyAwarenessUpdate(real, encodeAwareness([step]), 'peer')
            said = simulated.hear([step], 0).map((entry) => entry.clientId)
            heard = repeated
          } else if (step.kind === 'show') {
            real.setLocalState(step.state === undefined ? null : (JSON.parse(step.state) as object))
            simulated.setOwn(step.state)
          } else {
            const others = [...real.getStates().keys()].filter((id) => id !== own)
            removeAwarenessStates(real, others, 'closed')
            simulated.forgetOthers()
          }
          expect(said).toEqual(heard)
          expect(simulated.states).toEqual(statesOf(real))
          expect(simulated.ownEntry().clock).toBe(real.meta.get(own)?.clock)
        }
      } finally {
        real.destroy()
      }
    }),
  )
})
