// Where export and import find the documents: in the data file when no server holds it, else in the server that does.
// Two programs writing one log would each believe to hold the whole document.
import { readFileSync } from 'node:fs'
import { openSqliteStorage, StorageError } from '@stet/server'
import { isDocumentName } from '@stet/protocol'
import { dataFileOf, requireFile, serverFileOf } from '../data-file.ts'
import { Failure, Mistake, show } from '../mistake.ts'
import { createRemoteServer } from './remote-server.ts'
import type { Call } from '../command.ts'
import type { Configuration } from '../config/configuration.ts'
import type { RemoteServer } from './remote-server.ts'
import type { DocumentName } from '@stet/protocol'
import type { Storage } from '@stet/server'

export interface Ways<Result> {
  /** `time`: now, in milliseconds since the epoch. */
  file(storage: Storage, time: number): Promise<Result>
  server(server: RemoteServer): Promise<Result>
}

export async function withDocuments<Result>(call: Call, ways: Ways<Result>): Promise<Result> {
  const { configuration, options, env } = call
  const token = env['STET_TOKEN'] === '' ? undefined : env['STET_TOKEN']
  const asked = options['server']
  if (asked !== undefined) return ways.server(createRemoteServer(parseUrl(asked), token))
  const path = requireFile(dataFileOf(configuration))
  let storage: Storage
  try {
    storage = await openSqliteStorage({ path })
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'in-use') throw error
    return ways.server(createRemoteServer(findServer(configuration, error), token))
  }
  try {
    return await ways.file(storage, Date.now())
  } finally {
    await storage.close()
  }
}

export function parseName(text: string): DocumentName {
  if (isDocumentName(text)) return text
  throw new Mistake(
    `${show(text)} is not a document's name: 1 to 128 letters, digits and . _ ~ : - are possible.`,
  )
}

/** The address that the server which holds the data file has written down. */
function findServer(configuration: Configuration, cause: StorageError): URL {
  const file = serverFileOf(configuration)
  try {
    const { url } = JSON.parse(readFileSync(file, 'utf8')) as { readonly url: unknown }
    return new URL(String(url))
  } catch {
    throw new Failure(`${cause.message} Or say where it is with --server <url>.`, { cause })
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/u.test(url.protocol)) return url
  throw new Mistake(`--server must be an address such as http://127.0.0.1:8080, not ${show(text)}.`)
}
