/**
 * What a session asks of its room. The room implements it; a session knows no more of the room than this.
 */
import type { AwarenessEntry, ProtocolError } from '@stet/protocol'
import type { Limits } from './limits.ts'
import type { Clock } from './ports.ts'
import type { DocumentFrameKind, Verdict } from './verdict.ts'

/** `Member`: how it knows its sessions. */
export interface SessionRoom<Member> {
  readonly clock: Clock
  readonly limits: Limits
  /** False while the engine drains: frames are not taken in any more. */
  readonly open: boolean
  /** Milliseconds since the room was made. */
  readonly uptime: number
  /** How far the log is durable. */
  readonly position: number
  submit(session: Member, update: Uint8Array, kind: DocumentFrameKind): Verdict
  /** The sync step 1 frame. */
  question(): Uint8Array
  /** The frames for this state vector, a sync step 2 the last of them. */
  reply(stateVector: Uint8Array): readonly Uint8Array[]
  /** The awareness frame with everybody but the session itself. */
  presenceTable(session: Member): Uint8Array
  /** The same with those who are gone, for a session that was not told meanwhile. */
  presenceCatchUp(session: Member): Uint8Array
  receivePresence(session: Member, entries: readonly AwarenessEntry[]): void
  roleChanged(session: Member): void
  chat(session: Member, text: string): void
  leave(session: Member): void
  refused(session: Member, error: ProtocolError): void
  defect(error: unknown): void
}
