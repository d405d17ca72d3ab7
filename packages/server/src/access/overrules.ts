// What an operator said about access after tokens were given out: taken back, or changed to another role. A signed
// token cannot be changed any more, so this is remembered and counts against every answer that rests on something
// older. It is kept in memory: after a restart it must be said again, so tokens should live for minutes, not days.
import type { DocumentName, Role } from '@stet/protocol'
import type { Decision } from './types.ts'

/** Whose connections, in which document. One of the two may be left out: everybody, everywhere. */
export interface AccessScope {
  readonly principal?: string
  readonly document?: DocumentName
}

export interface Overrule {
  readonly role: Role | 'none'
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Each costs some hundred bytes. Beyond it the oldest goes, whose tokens have most likely run out. */
const maxOverrules = 10_000

export class Overrules {
  readonly #byScope = new Map<string, Overrule>()

  add(scope: AccessScope, overrule: Overrule): void {
    const key = keyOf(scope)
    this.#byScope.delete(key)
    this.#byScope.set(key, overrule)
    const oldest = this.#byScope.size > maxOverrules ? this.#byScope.keys().next() : undefined
    if (oldest !== undefined && oldest.done !== true) this.#byScope.delete(oldest.value)
  }

  apply(decision: Decision, document: DocumentName): Decision {
    if (decision.kind === 'deny' || decision.issuedAt === undefined) return decision
    const { principal, issuedAt } = decision
    const overrule = this.#newest([{ principal, document }, { principal }, { document }])
    // The time in a token counts whole seconds: one of the same second may be the older one.
    if (overrule === undefined || overrule.at < issuedAt) return decision
    if (overrule.role !== 'none') return { ...decision, role: overrule.role }
    return { kind: 'deny', code: 'forbidden', message: 'The access was taken back.' }
  }

  #newest(scopes: readonly AccessScope[]): Overrule | undefined {
    let newest: Overrule | undefined
    for (const scope of scopes) {
      const overrule = this.#byScope.get(keyOf(scope))
      if (overrule !== undefined && (newest === undefined || overrule.at > newest.at)) newest = overrule
    }
    return newest
  }
}

export function isInScope({ principal, document }: Required<AccessScope>, scope: AccessScope): boolean {
  return (
    (scope.principal === undefined || scope.principal === principal) &&
    (scope.document === undefined || scope.document === document)
  )
}

function keyOf({ principal, document }: AccessScope): string {
  return JSON.stringify([principal ?? null, document ?? null])
}
