// `stet import`: makes a file a document. It never changes a document that has content.
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { decodeImport, encodeDocument, ImportError, importFormats } from '@stet/server'
import { parseName, serverOptions, withDocuments } from '../documents/open-documents.ts'
import { Failure, Mistake, show } from '../mistake.ts'
import type { Command, Outcome } from '../command.ts'
import type { ImportFormat } from '@stet/server'

/** A document may be so large, and no file that becomes one is larger. */
const maxBytes = 64 * 1024 * 1024

export const importCommand: Command = {
  name: 'import',
  about: 'make a document from Markdown, HTML, or a file that `stet export` wrote',
  words: [{ name: 'file', about: 'the file; - for stdin' }],
  options: {
    document: { argument: '<name>', example: 'plan', about: 'its name; default: the name of the file' },
    from: {
      argument: `<${importFormats.join('|')}>`,
      example: 'markdown',
      about: 'what the file holds; default: by its ending, .md, .html, .json or .yjs',
    },
    ...serverOptions,
  },
  settings: ['data'],
  notes: `A document that has content already is not touched. What is imported may have 8 MiB as a Yjs update.
A running server may want a token with the right to write: \`stet token\` makes one.`,
  async run(call): Promise<Outcome> {
    const file = call.words['file'] ?? ''
    const format = parseFormat(call.options['from'] ?? extname(file).slice(1), file)
    const name = call.options['document'] ?? basename(file, extname(file))
    const document = parseName(name)
    const update = decode(readInput(file), format)
    const through = await withDocuments(call, {
      async file(storage, time) {
        const stored = await storage.load(document)
        if (stored.length > 0 && !isEmpty(stored)) throw taken(document)
        await storage.append([{ document, update, principal: 'stet import', time }])
        return 'the data file'
      },
      async server(server) {
        if ((await server.import(document, update)) === 'not-empty') throw taken(document)
        return 'the running server'
      },
    })
    return {
      exitCode: 0,
      text: `Imported ${file} as "${document}" into ${through} (${update.byteLength.toLocaleString('en')} bytes).\n`,
      json: { document, format, bytes: update.byteLength },
    }
  },
}

const endings: ReadonlyMap<string, ImportFormat> = new Map([
  ['md', 'markdown'],
  ['htm', 'html'],
])

function parseFormat(text: string, file: string): ImportFormat {
  const format = importFormats.find((known) => known === (endings.get(text) ?? text))
  if (format !== undefined) return format
  throw new Mistake(`What ${show(file)} holds is not known: say --from ${importFormats.join(' or --from ')}.`)
}

function readInput(file: string): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Failure(`The file ${file} cannot be read (${code}).`, { cause: error })
  }
  if (bytes.byteLength > maxBytes)
    throw new Failure(`The file ${file} is larger than a document may be (64 MiB).`)
  return bytes
}

function decode(bytes: Uint8Array, format: ImportFormat): Uint8Array {
  try {
    return decodeImport(bytes, format)
  } catch (error) {
    if (error instanceof ImportError) throw new Failure(error.message, { cause: error })
    throw error
  }
}

/** A document that was made and never written to may have rows that say nothing. */
function isEmpty(updates: readonly Uint8Array[]): boolean {
  return Buffer.from(encodeDocument(updates, 'yjs')).equals(Buffer.from([0, 0]))
}

function taken(document: string): Failure {
  return new Failure(`The document "${document}" has content already. Choose another --document.`)
}
