// `stet backup`: a copy of the data file, while the server goes on working.
import { resolve } from 'node:path'
import { statSync } from 'node:fs'
import { backupSqliteFile } from '@stet/server/storage'
import { dataFileOf, requireFile, showProgress } from '../data-file.ts'
import type { Command } from '../command.ts'

export const backup: Command = {
  name: 'backup',
  about: 'copy the data file, also while a server uses it, and verify the copy',
  words: [{ name: 'target', about: 'the file to make; it must not exist yet' }],
  settings: ['data'],
  notes:
    'The copy holds what was saved at one moment after the start. It is one file; `stet restore` puts it back.',
  async run({ configuration, words, terminal }) {
    const path = requireFile(dataFileOf(configuration))
    const target = resolve(words['target'] ?? '')
    const report = await backupSqliteFile({ path, target, onProgress: showProgress(terminal, 'Backing up') })
    const { size } = statSync(target)
    const { documents, rows } = report
    return {
      exitCode: 0,
      text: `Backed up and verified: ${target} (${documents.toLocaleString('en')} documents, ${size.toLocaleString('en')} bytes).\n`,
      json: { source: path, target, bytes: size, documents, rows },
    }
  },
}
