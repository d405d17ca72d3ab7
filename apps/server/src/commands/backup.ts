// `stet backup`: a copy of the data file and of the uploaded pictures, while the server goes on working.
import { resolve } from 'node:path'
import { statSync } from 'node:fs'
import { backupSqliteFile, copyUploads } from '@stet/server/storage'
import { dataFileOf, requireFile, showProgress, uploadsFolderOf, uploadsOfBackup } from '../data-file.ts'
import type { Command } from '../command.ts'

export const backup: Command = {
  name: 'backup',
  about: 'copy the data file and the pictures, also while a server uses them, and verify the copy',
  words: [{ name: 'target', about: 'the file to make; it must not exist yet' }],
  settings: ['data', 'uploadsFolder'],
  notes: `The copy holds what was saved at one moment after the start. It is one file, and beside it a folder <target>.uploads
where there are pictures; keep the two together. \`stet restore\` puts both back.`,
  async run({ configuration, words, terminal }) {
    const path = requireFile(dataFileOf(configuration))
    const target = resolve(words['target'] ?? '')
    const report = await backupSqliteFile({ path, target, onProgress: showProgress(terminal, 'Backing up') })
    const { size } = statSync(target)
    // After the documents: a picture is there before the document shows it, so no document of the copy lacks one.
    const uploads = await copyUploads(uploadsFolderOf(configuration), uploadsOfBackup(target))
    const { documents, rows } = report
    return {
      exitCode: 0,
      text: `Backed up and verified: ${target} (${documents.toLocaleString('en')} documents, ${size.toLocaleString('en')} bytes)${uploads === 0 ? '' : `, and ${uploads.toLocaleString('en')} pictures beside it`}.\n`,
      json: { source: path, target, bytes: size, documents, rows, uploads },
    }
  },
}
