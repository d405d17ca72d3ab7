// `stet restore`: makes a backup the data file again, and puts its pictures back.
import { resolve } from 'node:path'
import { copyUploads, restoreSqliteFile } from '@stet/server/storage'
import { dataFileOf, requireFile, showProgress, uploadsFolderOf, uploadsOfBackup } from '../data-file.ts'
import type { Command } from '../command.ts'

export const restore: Command = {
  name: 'restore',
  about: 'verify a backup and make it the data file; no server may be using it',
  words: [{ name: 'source', about: 'the backup; it is only read' }],
  options: {
    force: {
      argument: '',
      example: '',
      about: 'set an existing data file aside (it is renamed, not deleted) and restore in its place',
    },
  },
  settings: ['data', 'uploadsFolder'],
  async run({ configuration, words, options, terminal }) {
    const source = requireFile(resolve(words['source'] ?? ''))
    const target = dataFileOf(configuration)
    // Pictures first: they are in nobody's way, and no document is there without them then.
    const uploads = await copyUploads(uploadsOfBackup(source), uploadsFolderOf(configuration))
    const { documents, rows, setAside } = await restoreSqliteFile({
      source,
      target,
      force: 'force' in options,
      onProgress: showProgress(terminal, 'Restoring'),
    })
    const aside = setAside === undefined ? '' : `The data file that was there is now ${setAside}.\n`
    return {
      exitCode: 0,
      text: `Restored and verified: ${target} (${documents.toLocaleString('en')} documents${uploads === 0 ? '' : `, ${uploads.toLocaleString('en')} pictures`}).\n${aside}`,
      json: { source, target, documents, rows, uploads, setAside: setAside ?? null },
    }
  },
}
