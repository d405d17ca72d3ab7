/**
 * The judge is judged: with a fault planted in the engine (or in the disk's compaction), the simulation finds it soon, and
 * calls it by the right name.
 */
import { afterEach, expect, test, vi } from 'vitest'
import { Admission } from '../src/admission.ts'
import { Expiry } from '../src/expiry.ts'
import { Flow } from '../src/flow.ts'
import { Ownership } from '../src/ownership.ts'
import { RoomSession } from '../src/session.ts'
import { SimDisk } from './disk.ts'
import { makePlan } from './plan.ts'
import { runPlan } from './run.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const seeds = 150

/** What the first seed that fails says is broken. */
async function firstFailure(): Promise<string | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { failure } = await runPlan(makePlan(seed))
    if (failure !== undefined) return failure.kind
  }
  return undefined
}

// Called with `this` where they stand in for themselves.
// oxlint-disable-next-line typescript/unbound-method
const { judge } = Ownership.prototype
// oxlint-disable-next-line typescript/unbound-method
const { fold } = SimDisk.prototype

test.each([
  {
    fault: 'ids of others are not noticed',
    kinds: ['stolen-id'],
    plant() {
      vi.spyOn(Ownership.prototype, 'judge').mockImplementation(function (this: Ownership, structs) {
        return { ...judge.call(this, structs), foreign: [] }
      })
    },
  },
  {
    fault: 'claims are not stored',
    kinds: ['claim-lost'],
    plant() {
      vi.spyOn(Ownership.prototype, 'judge').mockImplementation(function (this: Ownership, structs) {
        return { ...judge.call(this, structs), claimed: [] }
      })
    },
  },
  {
    fault: 'claims are not read again',
    kinds: ['stolen-id'],
    plant() {
      vi.spyOn(Admission.prototype, 'addStoredClaims').mockReturnValue()
    },
  },
  {
    fault: 'a change of role does not reach the session',
    kinds: ['wrote-without-right'],
    plant() {
      vi.spyOn(RoomSession.prototype, 'regrant').mockReturnValue()
    },
  },
  {
    fault: 'somebody who is sent away stays',
    kinds: ['wrote-without-right'],
    plant() {
      vi.spyOn(RoomSession.prototype, 'expel').mockReturnValue()
    },
  },
  {
    fault: 'rights that end go on',
    kinds: ['wrote-without-right'],
    plant() {
      vi.spyOn(Expiry.prototype, 'set').mockReturnValue()
    },
  },
  {
    fault: 'who reads again is not caught up',
    kinds: ['not-caught-up'],
    plant() {
      vi.spyOn(Flow.prototype, 'drained').mockReturnValue(true)
    },
  },
  {
    fault: 'a snapshot lacks the last of its rows',
    kinds: ['snapshot', 'damaged', 'diverged', 'shown-unsaved'],
    plant() {
      vi.spyOn(SimDisk.prototype, 'fold').mockImplementation((updates) => fold(updates.slice(0, -1)))
    },
  },
])('found: $fault', async (planted) => {
  planted.plant()
  expect(planted.kinds).toContain(await firstFailure())
})
