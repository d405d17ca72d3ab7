// The door of the package: one call binds a Yjs document to a server and says honestly what is saved.

import { createConnection } from './connection.ts'
import type { DocumentConnection } from './document-connection.ts'
import { currentEnvironment } from './environment.ts'
import type { ConnectOptions } from './options.ts'

/**
 * Connects a document: loads this device's copy, syncs with the server, reconnects, and reports its status.
 * Throws a TypeError that names the option, its value and the mend when an option is wrong.
 */
export function connectDocument(options: ConnectOptions): DocumentConnection {
  return createConnection(options, currentEnvironment())
}
