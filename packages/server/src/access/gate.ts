// The one place where access is decided, for WebSockets and HTTP alike: asks the driver, applies what an operator said
// since, and makes sure that a decision is still current at the moment it is acted upon.
import { Overrules } from './overrules.ts'
import { parseDecision } from './parse-decision.ts'
import type { Logger } from '../logger.ts'
import type { AccessScope } from './overrules.ts'
import type { AccessRequest, Authorize, Decision } from './types.ts'
import type { Clock } from '@stet/engine'
import type { Role } from '@stet/protocol'

/** 'unavailable': it could not be decided; nobody is let in, and trying again may help. */
export type GateDecision = Decision | { readonly kind: 'unavailable'; readonly message: string }

export interface Gate {
  /**
   * Decides, and calls `act` with the decision in the turn in which it was found to be current: between the two no
   * revocation can come. Rejects only with what `act` throws.
   */
  decide<Result>(request: AccessRequest, act: (decision: GateDecision) => Result): Promise<Result>
  /** From now on. `role` undefined: only asks the driver anew. */
  change(scope: AccessScope, role?: Role | 'none'): void
}

export interface GateOptions {
  readonly authorize: Authorize
  readonly clock: Clock
  readonly log: Logger
  /** How long the driver may take. A revocation has to act within five seconds, whatever the driver does. */
  readonly decisionMs?: number
}

/** A driver that is overtaken by a change this often is not waited for any longer. */
const maxAttempts = 3

const unavailable: GateDecision = {
  kind: 'unavailable',
  message: 'Access cannot be checked right now. Try again in a moment.',
}

export function createGate({ authorize, clock, log, decisionMs = 4000 }: GateOptions): Gate {
  const overrules = new Overrules()
  let changes = 0

  const ask = async (request: AccessRequest): Promise<GateDecision> => {
    try {
      const answer = authorize(request)
      return parseDecision(answer instanceof Promise ? await inTime(answer) : answer)
    } catch (error) {
      log.error('Access could not be checked', { document: request.document, error })
      return unavailable
    }
  }

  const inTime = async (answer: Promise<Decision>): Promise<Decision> => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const cancel = clock.setTimer(decisionMs, () =>
      reject(new Error(`There was no answer within ${decisionMs} ms.`)),
    )
    try {
      return await Promise.race([answer, late])
    } finally {
      cancel()
    }
  }

  const current = (decision: GateDecision, request: AccessRequest): GateDecision => {
    if (decision.kind !== 'allow') return decision
    const overruled = overrules.apply(decision, request.document)
    if (
      overruled.kind === 'allow' &&
      overruled.expiresAt !== undefined &&
      overruled.expiresAt <= clock.now()
    ) {
      return { kind: 'deny', code: 'unauthorized', message: 'The access has run out.' }
    }
    return overruled
  }

  return {
    async decide(request, act) {
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        const before = changes
        const decision = await ask(request)
        if (changes === before) return act(current(decision, request))
      }
      return act(unavailable)
    },
    change(scope, role) {
      changes += 1
      if (role !== undefined) overrules.add(scope, { role, at: clock.now() })
      authorize.forget?.()
    },
  }
}
