// `stet check`: reads a whole data file and says everything that is wrong with it.
import { checkSqliteFile } from '@stet/server/storage'
import { dataFileOf, requireFile, showProgress } from '../data-file.ts'
import type { Command } from '../command.ts'

export const check: Command = {
  name: 'check',
  about: 'verify the data file: its structure, every checksum, every snapshot against its log',
  words: [
    { name: 'file', about: 'the data file or a backup of one; default: the one in --data', optional: true },
  ],
  settings: ['data'],
  notes: `Changes nothing, and may run while a server works on the file.
Exit code 0: the file is sound. 1: it is not, or cannot be read.`,
  async run({ configuration, words, terminal }) {
    const file = requireFile(words['file'] ?? dataFileOf(configuration))
    const report = await checkSqliteFile(file, showProgress(terminal, 'Checking'))
    const { documents, rows, snapshots, problems } = report
    const found = problems.map(({ document, message }) =>
      document === undefined ? `${message}\n` : `Document "${document}": ${message}\n`,
    )
    const counts = `${count(documents, 'document')}, ${count(rows, 'row')}, ${count(snapshots, 'snapshot')}`
    return {
      exitCode: problems.length === 0 ? 0 : 1,
      text:
        problems.length === 0
          ? `${file} is sound: ${counts}.\n`
          : `${found.join('')}${file} is damaged: ${count(problems.length, 'problem')} in ${counts}.\n`,
      json: { file, sound: problems.length === 0, ...report },
    }
  },
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
