// What a scan needs to know and what it tells.

import type { TypeLevels } from './type-levels.ts'

/** The structs a document already holds. The engine implements it; so does KnownUpdates. */
export interface KnownState {
  /** The clock expected next from `client`; 0 if unknown. */
  clock(client: number): number
  /** At which level of shared types the struct at `clock`, which is known, lies: 0 directly in a root type. */
  level(client: number, clock: number): number
}

/** The clocks [from, to) of the structs an update carries for one client. */
export interface ClientRange {
  readonly client: number
  readonly from: number
  readonly to: number
}

/** The clocks [from, to) that an update deletes of one client. */
export interface DeleteRange {
  readonly client: number
  readonly from: number
  readonly to: number
}

export interface AcceptedUpdate {
  readonly kind: 'accepted'
  /**
   * It carries structs that are known, whole or in part: a client sent them again. Store and relay only the rest
   * (`Y.diffUpdate` with the known state vector). yjs throws on a half-known struct whose known half it has
   * collected, and a struct re-sent with other content would make merged and live documents differ.
   */
  readonly overlaps: boolean
  /** One range per client. */
  readonly structs: readonly ClientRange[]
  /** In the order of the update: ranges of one client lie together. */
  readonly deletes: readonly DeleteRange[]
  /** The names of root types that new content is put in, each once. */
  readonly roots: readonly string[]
  /** At which levels of shared types the structs lie that were not known. */
  readonly levels: TypeLevels
}

export type ScanResult =
  | AcceptedUpdate
  /** It builds on something unknown: `client` is known only below clock `need`. Ask for a resync; never park it. */
  | { readonly kind: 'gap'; readonly client: number; readonly need: number }
