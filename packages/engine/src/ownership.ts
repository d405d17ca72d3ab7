/**
 * Whose client ids are whose. Yjs gives every page load a random client id and believes whatever comes under it: whoever
 * writes with the id of somebody else silently replaces what that person is typing. So an id belongs to the signed-in
 * principal who first wrote with it, and nobody else adds to it.
 *
 * An id that only people without a name to the server have written with (they share one principal), or that came with
 * an import, is open: to them all, and to whoever signs in and goes on writing with it as the own one, whose it is then.
 */
import { anonymous } from './access.ts'
import type { Claim } from './ports.ts'

/** Somebody who writes. */
export interface Sender {
  readonly principal: string
  /** The client id it shows in presence, which is the one its document writes with. */
  readonly ownId: number | undefined
}

export interface NewStructs {
  /** Client ids of the new structs. */
  readonly clients: readonly number[]
  /** Whether nobody has written with it yet. */
  readonly isUnknown: (client: number) => boolean
  readonly sender: Sender
  /** The principal of the connection that others see under this id. */
  readonly shownBy: (client: number) => string | undefined
}

export interface OwnershipVerdict {
  /** Ids that are the sender's from the moment its structs are durable. */
  readonly claimed: readonly number[]
  /** Ids that are somebody else's. */
  readonly foreign: readonly number[]
}

const nothing: readonly number[] = []
const everythingMayPass: OwnershipVerdict = { claimed: nothing, foreign: nothing }

export class Ownership {
  readonly #owners = new Map<number, string>()

  /** A later claim replaces an earlier one. */
  add({ principal, clients }: Claim): void {
    for (const client of clients) this.#owners.set(client, principal)
  }

  judge({ clients, isUnknown, sender, shownBy }: NewStructs): OwnershipVerdict {
    const [first] = clients
    if (first !== undefined && clients.length === 1) {
      // What nearly every edit is: one client, known, going on.
      const owner = this.#owners.get(first)
      const isOpen = owner === undefined && sender.principal === anonymous && !isUnknown(first)
      if (isOpen || owner === sender.principal) return everythingMayPass
    }
    const isSignedIn = sender.principal !== anonymous
    const claimed: number[] = []
    const foreign: number[] = []
    for (const client of clients) {
      const owner = this.#owners.get(client)
      if (owner !== undefined) {
        if (owner !== sender.principal) foreign.push(client)
        continue
      }
      if (isUnknown(client)) {
        // Whose it will be can be seen already. Of somebody who is not signed in, others may bring things: two tabs of
        // one browser hand each other everything, and one of them may have signed in since.
        const shown = shownBy(client) ?? sender.principal
        if (shown !== sender.principal && shown !== anonymous) foreign.push(client)
        else if (shown === sender.principal && isSignedIn) claimed.push(client)
      } else if (isSignedIn && sender.ownId === client) {
        const shown = shownBy(client) ?? sender.principal
        if (shown === sender.principal) claimed.push(client)
      }
    }
    return { claimed, foreign }
  }
}
