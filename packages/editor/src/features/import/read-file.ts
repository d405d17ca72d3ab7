// A file that a person brings, as content: Markdown, a page of HTML, or plain text. HTML comes in by the same rules as what
// is pasted; nothing in it runs, because it is parsed as a document that is never shown.
import type { Schema } from 'prosemirror-model'
import { DOMParser as ContentParser, Fragment } from 'prosemirror-model'
import { parseInert } from '../paste/inert-page.ts'
import { kindOfFile } from './file-kind.ts'

/** Bytes. Reading more would hold the page up; a book has one. */
export const maxFileSize = 5_000_000

export type ImportProblem = 'importTooLarge' | 'importUnknown' | 'importUnreadable'

export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly problem: ImportProblem

  constructor(problem: ImportProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }
}

/** Whole blocks. Rejects with an ImportError. */
export async function readFile(schema: Schema, file: File): Promise<Fragment> {
  const kind = kindOfFile(file)
  if (kind === undefined) throw new ImportError('importUnknown')
  if (file.size > maxFileSize) throw new ImportError('importTooLarge')
  try {
    const text = (await file.text()).replace(/^\uFEFF/, '')
    switch (kind) {
      case 'markdown': {
        const { fromMarkdown } = await import('@stet/document/markdown')
        return Fragment.fromJSON(schema, fromMarkdown(text).content)
      }
      case 'html':
        return ContentParser.fromSchema(schema).parse(parseInert(text).body).content
      case 'text':
        return paragraphs(schema, text)
      default:
        return kind satisfies never
    }
  } catch (error) {
    throw new ImportError('importUnreadable', { cause: error })
  }
}

/** One for each line that has words, as pasted text is read. */
function paragraphs(schema: Schema, text: string): Fragment {
  const type = schema.topNodeType.contentMatch.defaultType ?? schema.topNodeType
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
  return Fragment.from(lines.map((line) => type.create(null, schema.text(line))))
}
