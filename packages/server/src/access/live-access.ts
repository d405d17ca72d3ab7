// The access of every open connection, so that a fresh token, a revocation or a change of role acts on the socket
// that is open and not only on the next one.
import { ProtocolError } from '@stet/protocol'
import { Roster } from '../roster.ts'
import { isInScope } from './overrules.ts'
import type { Gate, GateDecision } from './gate.ts'
import type { RosterMember } from '../roster.ts'
import type { AccessScope } from './overrules.ts'
import type { AccessRequest, Allowed } from './types.ts'
import type { DocumentName, Role } from '@stet/protocol'

/** What one connection may do, over its life. */
export interface HeldAccess {
  readonly document: DocumentName
  readonly principal: string
  readonly name: string | undefined
  readonly grant: Grant
  /** The client shows a fresh token. One is read at a time; of those that come meanwhile the last. */
  renew(token: string): void
  /** The connection is gone. Idempotent. */
  release(): void
}

export interface Grant {
  readonly role: Role
  readonly expiresAt?: number
}

/** How the connection hears of it. None of these may throw. */
export interface Holder {
  onGrant(grant: Grant): void
  /** It has no access any more. */
  onEnd(error: ProtocolError): void
  /** A fresh token could not be checked; what it may do stays as it is until its end. */
  onUnavailable(error: ProtocolError): void
}

export interface LiveAccess {
  /** Call it in the turn of the decision. */
  hold(request: AccessRequest, allowed: Allowed, holder: Holder): HeldAccess
  /** Ends the connections in scope, at once. Gives their number. */
  revoke(scope: AccessScope): number
  /** Decides anew about the connections in scope. Settles when all are as decided, within the gate's bound. */
  reevaluate(scope: AccessScope): Promise<Reevaluated>
}

export interface Reevaluated {
  readonly checked: number
  readonly changed: number
  readonly closed: number
}

export function createLiveAccess(gate: Gate): LiveAccess {
  const live = new Roster<Connection>()
  const around: Surroundings = { gate, live }
  const inScope = (scope: AccessScope): Connection[] => [...live].filter((one) => isInScope(one, scope))
  return {
    hold(request, allowed, holder) {
      const connection = new Connection(request, allowed, { around, holder })
      live.add(connection)
      return connection
    },
    revoke(scope) {
      const ended = inScope(scope)
      for (const one of ended)
        one.apply({ kind: 'deny', code: 'forbidden', message: 'The access was taken back.' })
      return ended.length
    },
    async reevaluate(scope) {
      const checked = inScope(scope)
      const outcomes = await Promise.all(checked.map((one) => one.decideAnew()))
      return {
        checked: checked.length,
        changed: outcomes.filter((outcome) => outcome === 'changed').length,
        closed: outcomes.filter((outcome) => outcome === 'ended').length,
      }
    },
  }
}

type Outcome = 'kept' | 'changed' | 'ended'

/** What all connections share. */
interface Surroundings {
  readonly gate: Gate
  readonly live: Roster<Connection>
}

class Connection implements HeldAccess, RosterMember {
  place = -1
  readonly principal: string
  readonly name: string | undefined
  grant: Grant
  #request: AccessRequest
  readonly #around: Surroundings
  readonly #holder: Holder
  /** A token is being read; `next` is one that came meanwhile. */
  #renewal: { next: string | undefined } | undefined

  constructor(
    request: AccessRequest,
    allowed: Allowed,
    { around, holder }: { readonly around: Surroundings; readonly holder: Holder },
  ) {
    this.principal = allowed.principal
    this.name = allowed.name
    this.grant = grantOf(allowed)
    this.#request = request
    this.#around = around
    this.#holder = holder
  }

  get document(): DocumentName {
    return this.#request.document
  }

  get #over(): boolean {
    return this.place === -1
  }

  release(): void {
    this.#around.live.delete(this)
  }

  renew(token: string): void {
    if (this.#renewal === undefined) void this.#renewWith(token)
    else this.#renewal.next = token
  }

  /** Nothing is left open: an answer that does not come ends the connection, for it to ask again at the door. */
  decideAnew(): Promise<Outcome> {
    const asked = this.#request
    return this.#around.gate.decide(asked, (decision) => {
      // A fresh token was shown meanwhile and decided upon: what was asked about is history.
      if (this.#over || this.#request !== asked) return 'kept'
      return this.apply(decision)
    })
  }

  apply(decision: GateDecision): Outcome {
    if (this.#over) return 'kept'
    const holder = this.#holder
    if (decision.kind === 'allow' && decision.principal === this.principal) {
      const before = this.grant
      this.grant = grantOf(decision)
      if (isSameGrant(before, this.grant)) return 'kept'
      holder.onGrant(this.grant)
      return 'changed'
    }
    this.release()
    holder.onEnd(whyNot(decision))
    return 'ended'
  }

  async #renewWith(first: string): Promise<void> {
    const renewal: { next: string | undefined } = { next: undefined }
    this.#renewal = renewal
    for (let token: string | undefined = first; token !== undefined && !this.#over; token = renewal.next) {
      renewal.next = undefined
      const request: AccessRequest = { ...this.#request, token }
      await this.#around.gate.decide(request, (decision) => {
        if (this.#over) return
        if (decision.kind === 'unavailable') {
          this.#holder.onUnavailable(whyNot(decision))
          return
        }
        this.#request = request
        this.apply(decision)
      })
    }
    this.#renewal = undefined
  }
}

function grantOf({ role, expiresAt }: Allowed): Grant {
  return expiresAt === undefined ? endless[role] : { role, expiresAt }
}

/** Most grants are one of three, and there is one for every open connection. */
const endless: Readonly<Record<Role, Grant>> = {
  read: { role: 'read' },
  comment: { role: 'comment' },
  write: { role: 'write' },
}

function isSameGrant(a: Grant, b: Grant): boolean {
  return a.role === b.role && a.expiresAt === b.expiresAt
}

/** Why there is no access, as the client is told. */
export function whyNot(decision: GateDecision): ProtocolError {
  if (decision.kind === 'deny') return new ProtocolError(decision.code, decision.message)
  if (decision.kind === 'unavailable') return new ProtocolError('access-unavailable', decision.message)
  // Only a token of somebody else gets here.
  return new ProtocolError('unauthorized', 'The token is of another person. Connect again with it.')
}
