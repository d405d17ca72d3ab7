/**
 * Which document schemas the editors in one room have. An older editor is told when somebody with a newer one, who may
 * write, is there or comes: from then on the document may hold what it cannot edit. Nothing is enforced here; what form
 * the document really is in, it says itself, and the engine does not read documents.
 */
import type { SchemaVersion, ServerText } from '@stet/protocol'
import { mayWrite, type Role } from './access.ts'

/** A connection as schemas see it. */
export interface SchemaHolder {
  readonly role: Role
  sendText(message: ServerText): void
}

interface Held {
  readonly schema: SchemaVersion
  /** The highest version it knows of, its own included: it is told of each higher one once. */
  told: number
}

export class RoomSchemas {
  /** Those who said what they have. */
  readonly #held = new Map<SchemaHolder, Held>()

  join(session: SchemaHolder, schema: SchemaVersion): void {
    const own: Held = { schema, told: schema.version }
    for (const [other, held] of this.#held) {
      if (mayWrite(other.role)) tell(session, own, held.schema)
      if (mayWrite(session.role)) tell(other, held, schema)
    }
    this.#held.set(session, own)
  }

  leave(session: SchemaHolder): void {
    this.#held.delete(session)
  }
}

function tell(session: SchemaHolder, held: Held, { version, hash }: SchemaVersion): void {
  if (version <= held.told) return
  held.told = version
  session.sendText({ type: 'schema', version, hash })
}
