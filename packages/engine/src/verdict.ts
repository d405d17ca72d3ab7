/**
 * What a room makes of a document frame: the answer to a session, which turns it into acks, questions and refusals.
 */
import type { ProtocolError } from '@stet/protocol'

export type DocumentFrameKind = 'update' | 'sync-step-2'

export type Verdict =
  /** Its content is durable once the log reaches `position`. */
  | { readonly kind: 'accepted'; readonly position: number }
  /** It leans on something unknown. */
  | { readonly kind: 'gap' }
  /** Not stored, and nothing to say about it. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly error: ProtocolError }
  /** What could be taken in was; `error` says what of it was not. */
  | { readonly kind: 'left-out'; readonly error: ProtocolError }
