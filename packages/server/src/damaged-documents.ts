// Documents that were found damaged are not read again for a while. Clients come back every few seconds for as long as
// a page is open, and reading 64 MB each time to find the same would cost everybody else the disk and the processor.
//
// What is remembered is only that, and for a minute: whoever mends the file does not have to tell anybody.
import { ProtocolError } from '@stet/protocol'
import { StorageError } from './storage/storage-error.ts'
import type { Storage } from './storage/types.ts'
import type { EngineEvent } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

export interface DamagedDocuments {
  /** As the storage's, but for a document that is known to be damaged it rejects at once, with a KnownDamage. */
  load(document: DocumentName): Promise<readonly Uint8Array[]>
  /** Of what the storage gives without complaint others may find that it is none that was stored. */
  found(document: DocumentName, error: unknown): void
}

/** The document was found damaged a moment ago; it was not looked at again. `cause` is what was found then. */
export class KnownDamage extends ProtocolError {
  constructor(cause: unknown) {
    super('load-failed', damagedText, { cause })
  }
}

/** Whether the engine has just read the document and found it damaged. */
export function isNewDamage(event: EngineEvent): event is Extract<EngineEvent, { type: 'room-load-failed' }> {
  return (
    event.type === 'room-load-failed' && event.reason === 'damaged' && !(event.error instanceof KnownDamage)
  )
}

const damagedText =
  'What storage holds of the document is damaged. It was left as it is; an operator has to restore it.'

/** Milliseconds. */
const defaultRest = 60_000
/** More than these and the oldest is forgotten, and at worst read again. */
const mostKnown = 1000

export interface DamagedDocumentsOptions {
  readonly storage: Pick<Storage, 'load'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly restMs?: number
}

export function createDamagedDocuments(options: DamagedDocumentsOptions): DamagedDocuments {
  const { storage, now, restMs = defaultRest } = options
  const known = new Map<DocumentName, { readonly error: unknown; readonly until: number }>()

  const found = (document: DocumentName, error: unknown): void => {
    known.delete(document)
    known.set(document, { error, until: now() + restMs })
    const oldest = known.size > mostKnown ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
  }

  return {
    found,
    async load(document) {
      const damage = known.get(document)
      if (damage !== undefined && now() < damage.until) throw new KnownDamage(damage.error)
      known.delete(document)
      try {
        return await storage.load(document)
      } catch (error) {
        // Anything else may be over in a moment: a disk that did not answer, a thread that is started again.
        if (!(error instanceof StorageError) || error.code !== 'damaged') throw error
        found(document, error)
        throw new ProtocolError('load-failed', damagedText, { cause: error })
      }
    },
  }
}
