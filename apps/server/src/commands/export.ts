// `stet export`: what is saved of a document, as a file. From the data file when no server holds it, and through the
// running server otherwise.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { encodeDocument, exportFormats, isExportFormat } from '@stet/server'
import { parseName, serverOptions, withDocuments } from '../documents/open-documents.ts'
import { Failure, Mistake, show } from '../mistake.ts'
import type { Command, Outcome } from '../command.ts'
import type { ExportFormat } from '@stet/server'

export const exportCommand: Command = {
  name: 'export',
  about: 'write a document as HTML, Markdown, JSON, text or raw Yjs',
  words: [{ name: 'document', about: 'its name' }],
  options: {
    format: {
      argument: `<${exportFormats.join('|')}>`,
      example: 'html',
      about: 'default: html. yjs: one update with everything, for Y.applyUpdate',
    },
    output: { argument: '<file>', example: './plan.html', about: 'default: stdout' },
    ...serverOptions,
  },
  settings: ['data'],
  notes: 'A running server may want a token with the right to read: `stet token` makes one.',
  async run(call): Promise<Outcome> {
    const document = parseName(call.words['document'] ?? '')
    const format = parseFormat(call.options['format'] ?? 'html')
    const bytes = await withDocuments(call, {
      async file(storage) {
        if ((await storage.describe(document)) === undefined) {
          throw new Failure(`There is no document "${document}".`)
        }
        return encodeDocument(await storage.load(document), format)
      },
      server: (server) => server.export(document, format),
    })
    const { output } = call.options
    if (output === undefined) {
      if (call.json) {
        const text =
          format === 'yjs' ? Buffer.from(bytes).toString('base64') : new TextDecoder().decode(bytes)
        const encoding = format === 'yjs' ? 'base64' : 'utf8'
        return { exitCode: 0, text: '', json: { document, format, encoding, content: text } }
      }
      await call.terminal.out(bytes)
      return { exitCode: 0, text: '', json: undefined }
    }
    try {
      // Never over what is there: an export is often named like the last one.
      writeFileSync(output, bytes, { flag: 'wx' })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      throw new Failure(
        code === 'EEXIST'
          ? `The file ${output} exists already.`
          : `The file ${output} cannot be written (${code}).`,
        { cause: error },
      )
    }
    return {
      exitCode: 0,
      text: `Exported "${document}" to ${output} (${bytes.byteLength.toLocaleString('en')} bytes).\n`,
      json: { document, format, output: resolve(output), bytes: bytes.byteLength },
    }
  },
}

function parseFormat(text: string): ExportFormat {
  if (isExportFormat(text)) return text
  throw new Mistake(`--format must be one of ${exportFormats.join(', ')}, not ${show(text)}.`)
}
