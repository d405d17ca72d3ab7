// What compaction tells its shell for logs and metrics.
import type { Logger } from '../logger.ts'
import type { DocumentName } from '@stet/protocol'

export type CompactionEvent =
  /** `rows` were put behind a snapshot; the sizes are what a load read before and reads now. */
  | {
      readonly type: 'compacted'
      readonly document: DocumentName
      readonly rows: number
      readonly bytesBefore: number
      readonly bytesAfter: number
      readonly ms: number
    }
  /** Somebody else was faster: nothing was replaced, and the next look sees what is left. */
  | { readonly type: 'compaction-skipped'; readonly document: DocumentName; readonly ms: number }
  /** Nothing was replaced. 'unsound': what was made of the rows was not shown to be the same document. */
  | {
      readonly type: 'compaction-failed'
      readonly document: DocumentName
      readonly reason: 'unsound' | 'too-large' | 'storage'
      readonly message: string
      readonly ms: number
    }
  | { readonly type: 'archive-trimmed'; readonly rows: number }
  /** The storage could not be asked. It is asked again later. */
  | { readonly type: 'sweep-failed'; readonly message: string }

export function logCompactionEvent(log: Logger, event: CompactionEvent): void {
  const { type, ...fields } = event
  switch (type) {
    case 'compacted':
    case 'compaction-skipped':
      log.debug(type, fields)
      return
    case 'compaction-failed':
      log.error('A document was not compacted; it is stored as it was', fields)
      return
    case 'archive-trimmed':
      log.info('Archived rows were let go', fields)
      return
    case 'sweep-failed':
      log.error('No document could be compacted', fields)
      return
  }
}
