/**
 * Who may do what on the simulated server, over time, and whose client ids are whose in truth. Every row that reaches the
 * disk is held against it: nobody writes without the right to, and nobody under the id of somebody else.
 */
import type { DocumentName } from '@stet/protocol'
import { anonymous, type Grant, type Role } from '../src/access.ts'
import type { Claim, LogRow } from '../src/ports.ts'
import { SimFailure, throwLater, type World } from './world.ts'

interface Right {
  /** From when on it counts (ms since the epoch), until the next one. */
  readonly from: number
  readonly role: Role | 'none'
}

export class AccessBook {
  readonly #world: World
  readonly #usual = new Map<string, Role>()
  readonly #rights = new Map<string, Right[]>()
  readonly #ends = new Map<string, number>()
  /** client id -> who made it */
  readonly #made = new Map<number, string>()
  /** Ids with which their makers have written, signed in. */
  readonly #owners = new Map<DocumentName, Map<number, string>>()

  constructor(world: World) {
    this.#world = world
  }

  /** What somebody may usually do. Two with one name share the larger right: it is one person. */
  enter(principal: string, role: Role): void {
    if (this.#usual.get(principal) === 'write') return
    this.#usual.set(principal, role)
    this.#rights.set(principal, [{ from: 0, role }])
  }

  /** A page was opened, and writes with this id from now on. */
  made(client: number, principal: string): void {
    this.#made.set(client, principal)
  }

  /** Undefined: may not join now. A right that had ended is renewed by asking. */
  grantOf(principal: string): Grant | undefined {
    const { time } = this.#world
    const end = this.#ends.get(principal)
    if (end !== undefined && time >= end) this.restore(principal)
    const role = this.#rights.get(principal)?.findLast(({ from }) => from <= time)?.role ?? 'none'
    if (role === 'none') return undefined
    const expiresAt = this.#ends.get(principal)
    return expiresAt === undefined ? { role } : { role, expiresAt }
  }

  change(principal: string, role: Role | 'none'): void {
    this.#ends.delete(principal)
    this.#set(principal, { from: this.#world.time, role })
  }

  expire(principal: string, at: number): void {
    if (this.grantOf(principal) === undefined) return
    this.#ends.set(principal, at)
    this.#set(principal, { from: at, role: 'none' })
  }

  restore(principal: string): void {
    this.change(principal, this.#usual.get(principal) ?? 'none')
  }

  /** Whether an id belongs to somebody who signed in and has written with it. */
  isOwned(document: DocumentName, client: number): boolean {
    return this.#owners.get(document)?.has(client) ?? false
  }

  /** A row is stored; `clients` has new structs in it. */
  checkRow({ document, principal, time }: LogRow, clients: readonly number[]): void {
    if (!this.#mightWrite(principal, time)) {
      this.#fail('wrote-without-right', `a row of ${principal} was accepted at ${time}`)
    }
    const owners = this.#owners.get(document) ?? new Map<number, string>()
    this.#owners.set(document, owners)
    for (const client of clients) {
      const owner = owners.get(client)
      if (owner !== undefined && owner !== principal) {
        this.#fail('stolen-id', `${principal} wrote with client id ${client} of ${owner}`)
      }
      if (principal !== anonymous && this.#made.get(client) === principal) owners.set(client, principal)
    }
  }

  /** Every id that is somebody's is claimed for them. */
  checkClaims(document: DocumentName, claims: readonly Claim[]): void {
    const claimed = new Map<number, string>()
    for (const { principal, clients } of claims) for (const client of clients) claimed.set(client, principal)
    for (const [client, owner] of this.#owners.get(document) ?? []) {
      if (claimed.get(client) === owner) continue
      const whose = claimed.get(client) ?? 'nobody'
      throw new SimFailure('claim-lost', `client id ${client} of ${owner} is claimed for ${whose}`)
    }
  }

  /** The instants at which a right changes belong to both: what came first in them cannot be told by the time. */
  #mightWrite(principal: string, time: number): boolean {
    const rights = this.#rights.get(principal) ?? []
    return rights.some(({ from, role }, index) => {
      const to = rights[index + 1]?.from ?? Infinity
      return role === 'write' && from <= time && time <= to
    })
  }

  #set(principal: string, right: Right): void {
    const before = (this.#rights.get(principal) ?? []).filter(({ from }) => from <= this.#world.time)
    this.#rights.set(principal, [...before, right])
  }

  #fail(kind: string, message: string): void {
    throwLater(this.#world, new SimFailure(kind, message))
  }
}
