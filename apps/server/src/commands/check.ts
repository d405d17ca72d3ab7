// `stet check`: reads a whole data file and its pictures, and says everything that is wrong with them.
import { checkSqliteFile, checkUploads } from '@stet/server/storage'
import { dataFileOf, requireFile, showProgress, uploadsFolderOf, uploadsOfBackup } from '../data-file.ts'
import type { Command } from '../command.ts'

export const check: Command = {
  name: 'check',
  about: 'verify the data file (structure, checksums, snapshots against their logs) and every picture',
  words: [
    { name: 'file', about: 'the data file or a backup of one; default: the one in --data', optional: true },
  ],
  settings: ['data', 'uploadsFolder'],
  notes: `Changes nothing, and may run while a server works on the file.
Exit code 0: the file is sound. 1: it is not, or cannot be read.`,
  async run({ configuration, words, terminal }) {
    const file = requireFile(words['file'] ?? dataFileOf(configuration))
    const report = await checkSqliteFile(file, showProgress(terminal, 'Checking'))
    const folder = words['file'] === undefined ? uploadsFolderOf(configuration) : uploadsOfBackup(file)
    const pictures = await checkUploads(folder)
    const { documents, rows, snapshots, problems } = report
    const found = [
      ...problems.map(({ document, message }) =>
        document === undefined ? message : `Document "${document}": ${message}`,
      ),
      ...pictures.problems,
    ]
    const counts = [
      count(documents, 'document'),
      count(rows, 'row'),
      count(snapshots, 'snapshot'),
      ...(pictures.uploads === 0 ? [] : [count(pictures.uploads, 'picture')]),
    ].join(', ')
    const sound = found.length === 0
    return {
      exitCode: sound ? 0 : 1,
      text: sound
        ? `${file} is sound: ${counts}.\n`
        : `${found.map((line) => `${line}\n`).join('')}${file} is damaged: ${count(found.length, 'problem')} in ${counts}.\n`,
      json: { file, sound, ...report, pictures },
    }
  },
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
