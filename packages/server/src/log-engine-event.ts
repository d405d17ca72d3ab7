// What of the engine's events an operator reads in the log. Metrics will count all of them; a log that tells every
// join is one that nobody reads.
import { errorTable } from '@stet/protocol'
import { KnownDamage } from './damaged-documents.ts'
import { nameOfConnection } from './transport/connection-name.ts'
import type { Logger } from './logger.ts'
import type { EngineEvent } from '@stet/engine'

export function logEngineEvent(log: Logger, event: EngineEvent): void {
  const { type, ...fields } = event
  switch (type) {
    case 'refused': {
      const { connection } = event
      const name = connection === undefined ? undefined : nameOfConnection(connection)
      log[errorTable[event.code].logLevel]('Refused', { ...fields, connection: name })
      return
    }
    case 'commit-failed':
      log.error('Edits could not be saved; trying again', fields)
      return
    case 'storage-recovered':
      log.info('Saving works again')
      return
    case 'room-load-failed':
      // Said once, not at every attempt of everybody who has its page open.
      log[event.error instanceof KnownDamage ? 'debug' : 'error']('A document could not be loaded', fields)
      return
    case 'drain-gave-up':
      log.error('The storage did not take everything before the end; it is still in the browsers', fields)
      return
    case 'defect':
      log.error('A defect, kept to one document', fields)
      return
    case 'commit':
    case 'document-changed':
    case 'room-loaded':
    case 'room-unloaded':
    case 'joined':
    case 'left':
      log.debug(type, fields)
      return
  }
}
