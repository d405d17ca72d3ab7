/**
 * What the engine tells its shell for logs and metrics: one typed union, so that nothing is counted from message texts.
 * Listeners MUST NOT call back into the engine; one that throws is ignored.
 */
import type { DocumentName, ErrorCode } from '@stet/protocol'

export type EngineEvent =
  /** A frame, a text or a join was refused; the rest of the room notices nothing. */
  | {
      readonly type: 'refused'
      readonly document: DocumentName
      readonly principal: string
      /** As the shell named it at joining. */
      readonly connection: number | undefined
      readonly code: ErrorCode
      readonly message: string
    }
  /** A batch is on stable storage. */
  | { readonly type: 'commit'; readonly rows: number; readonly bytes: number; readonly ms: number }
  /** An append failed (`attempt` counts from 1); the same rows will be tried again. */
  | { readonly type: 'commit-failed'; readonly error: unknown; readonly attempt: number }
  /** After 'commit-failed': saving works again. */
  | { readonly type: 'storage-recovered' }
  /** Content of the document changed durably, at this time (ms since the epoch). */
  | {
      readonly type: 'document-changed'
      readonly document: DocumentName
      readonly time: number
      readonly bytes: number
    }
  | {
      readonly type: 'room-loaded'
      readonly document: DocumentName
      readonly rows: number
      readonly bytes: number
      readonly ms: number
    }
  /** 'unreadable': storage gave an error. 'damaged': what it gave is not what was stored; an operator has to restore it. */
  | {
      readonly type: 'room-load-failed'
      readonly document: DocumentName
      readonly reason: 'unreadable' | 'damaged'
      readonly error: unknown
    }
  | { readonly type: 'room-unloaded'; readonly document: DocumentName }
  | { readonly type: 'joined' | 'left'; readonly document: DocumentName; readonly sessions: number }
  /** `drain` gave up waiting for storage with this many rows unsaved (never acknowledged to anyone). */
  | { readonly type: 'drain-gave-up'; readonly rows: number }
  /** A defect of ours, caught at the edge of one session or room so that the others go on. */
  | { readonly type: 'defect'; readonly document: DocumentName; readonly error: unknown }
