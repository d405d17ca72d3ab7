// `stet restore`: makes a backup the data file again.
import { resolve } from 'node:path'
import { restoreSqliteFile } from '@stet/server/storage'
import { dataFileOf, requireFile, showProgress } from '../data-file.ts'
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
  settings: ['data'],
  async run({ configuration, words, options, terminal }) {
    const source = requireFile(resolve(words['source'] ?? ''))
    const target = dataFileOf(configuration)
    const { documents, rows, setAside } = await restoreSqliteFile({
      source,
      target,
      force: 'force' in options,
      onProgress: showProgress(terminal, 'Restoring'),
    })
    const aside = setAside === undefined ? '' : `The data file that was there is now ${setAside}.\n`
    return {
      exitCode: 0,
      text: `Restored and verified: ${target} (${documents.toLocaleString('en')} documents).\n${aside}`,
      json: { source, target, documents, rows, setAside: setAside ?? null },
    }
  },
}
