// A document's log as a file in a form that other programs read. It builds a Y.Doc, which costs many times the encoded
// size, so it runs in a thread of its own (export-document.ts) or in a program that does nothing else.
import { documentTitle, documentToJSON, metaName, toHTML, toMarkdown, toText } from '@stet/document'
import * as Y from 'yjs'

export const exportFormats = ['html', 'json', 'markdown', 'text', 'yjs'] as const
export type ExportFormat = (typeof exportFormats)[number]

export function isExportFormat(text: string): text is ExportFormat {
  return exportFormats.some((format) => format === text)
}

/**
 * - html: a whole page. markdown: GitHub's dialect. text: plain text. All in UTF-8.
 * - json: the ProseMirror JSON of the document, and its `title` where it has one of its own.
 * - yjs: one Yjs update (V1) with everything, for `Y.applyUpdate`.
 */
export function encodeDocument(updates: readonly Uint8Array[], format: ExportFormat): Uint8Array {
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return encoders[format](doc)
  } finally {
    doc.destroy()
  }
}

const encoders: Readonly<Record<ExportFormat, (doc: Y.Doc) => Uint8Array>> = {
  html: (doc) => utf8(page(documentTitle(doc), toHTML(documentToJSON(doc)))),
  json: (doc) => utf8(`${JSON.stringify({ ...documentToJSON(doc), ...ownTitle(doc) }, null, 2)}\n`),
  markdown: (doc) => utf8(`${toMarkdown(documentToJSON(doc))}\n`),
  text: (doc) => utf8(`${toText(documentToJSON(doc))}\n`),
  yjs: (doc) => Y.encodeStateAsUpdate(doc),
}

function ownTitle(doc: Y.Doc): { readonly title?: string } {
  const title = doc.getMap(metaName).get('title')
  return typeof title === 'string' && title !== '' ? { title } : {}
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${escape(title)}</title>
</head>
<body>
${body}
</body>
</html>
`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
