// Where export and import find the documents: in the data file when no server holds it, else in the server that does.
// Two programs writing one log would each believe to hold the whole document.
import { readFileSync } from 'node:fs'
import { openSqliteStorage, StorageError } from '@stet/server'
import { isDocumentName } from '@stet/protocol'
import { dataFileOf, requireFile, serverFileOf } from '../data-file.ts'
import { Failure, Mistake, show } from '../mistake.ts'
import { createRemoteServer } from './remote-server.ts'
import type { Call, CommandOption } from '../command.ts'
import type { Configuration } from '../config/configuration.ts'
import type { RemoteServer } from './remote-server.ts'
import type { DocumentName } from '@stet/protocol'
import type { Storage } from '@stet/server'

export interface Ways<Result> {
  /** `time`: now, in milliseconds since the epoch. */
  file(storage: Storage, time: number): Promise<Result>
  server(server: RemoteServer): Promise<Result>
}

/** How a command is told which server to use, and with whose rights. */
export const serverOptions: Readonly<Record<'server' | 'token', CommandOption>> = {
  server: {
    argument: '<url>',
    example: 'http://127.0.0.1:8080',
    about: 'a running server; default: the one that holds the data file',
  },
  token: {
    argument: '<token>',
    example: 'eyJhbGciOi…',
    about: 'a token for it (default: STET_TOKEN, which others on this machine cannot see)',
  },
}

/** The token that was given, if any. */
export function tokenOf({ options, env }: Pick<Call, 'options' | 'env'>): string | undefined {
  const token = options['token'] ?? env['STET_TOKEN']
  return token === '' ? undefined : token
}

export async function withDocuments<Result>(call: Call, ways: Ways<Result>): Promise<Result> {
  const { configuration, options } = call
  const token = tokenOf(call)
  const asked = options['server']
  if (asked !== undefined) return ways.server(createRemoteServer(parseServerUrl(asked), token))
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

export function parseServerUrl(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/u.test(url.protocol)) return url
  throw new Mistake(`--server must be an address such as http://127.0.0.1:8080, not ${show(text)}.`)
}
