// The data file of a configuration, for the commands that work on it without a server.
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from './mistake.ts'
import type { Configuration } from './config/configuration.ts'
import type { Terminal } from './terminal.ts'
import type { SqliteFileProgress } from '@stet/server/storage'

export function dataFileOf({ values }: Configuration): string {
  return resolve(values.data, 'stet.sqlite')
}

/** Where uploaded pictures are. */
export function uploadsFolderOf({ values }: Configuration): string {
  return resolve(values.uploadsFolder ?? join(values.data, 'uploads'))
}

/** Where the pictures are that belong to a backup of the data file: beside it. */
export function uploadsOfBackup(file: string): string {
  return `${file}.uploads`
}

/** Where a running server of this data folder writes its address, for the other commands. */
export function serverFileOf({ values }: Configuration): string {
  return join(resolve(values.data), 'stet.server.json')
}

/** The path again; throws a Failure when there is no such file: none of these commands makes one. */
export function requireFile(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path
  throw new Failure(`There is no file ${path}. Name the folder of the data with --data.`)
}

/** "Checking: 512 of 2048 documents" on stderr. */
export function showProgress(terminal: Terminal, verb: string): (progress: SqliteFileProgress) => void {
  return ({ stage, done, total }) => {
    const unit = stage === 'documents' ? 'documents' : 'pages'
    const what =
      stage === 'structure' ? `${verb}: the structure of the file` : `${verb}: ${done} of ${total} ${unit}`
    terminal.progress(what)
  }
}
