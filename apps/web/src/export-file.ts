// A document as a file to keep: what is in it, what it is called, and handing it to the browser.
import type { Editor } from '@stet/editor'

export type ExportFormat = 'markdown' | 'html' | 'text' | 'json'

export interface ExportedFile {
  readonly name: string
  readonly type: string
  readonly text: string
}

type Source = Pick<Editor, 'getMarkdown' | 'getHTML' | 'getText' | 'getJSON'>

export function exportDocument(editor: Source, format: ExportFormat, title: string): ExportedFile {
  const name = fileName(title)
  switch (format) {
    case 'markdown':
      return { name: `${name}.md`, type: 'text/markdown', text: `${editor.getMarkdown()}\n` }
    case 'html':
      return { name: `${name}.html`, type: 'text/html', text: page(title, editor.getHTML()) }
    case 'text':
      return { name: `${name}.txt`, type: 'text/plain', text: `${editor.getText()}\n` }
    case 'json':
      return {
        name: `${name}.json`,
        type: 'application/json',
        text: `${JSON.stringify(editor.getJSON(), null, 2)}\n`,
      }
    default:
      return format satisfies never
  }
}

/** Lets the browser save it, where and how the person has set that up. */
export function saveFile({ name, type, text }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun with the click; some browsers read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

// Longer names do not fit into every file system once they are copied into a folder or two.
const maxName = 80

/** The title without what some file systems refuse. */
export function fileName(title: string): string {
  const name = Array.from(
    title
      .replaceAll(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
    .slice(0, maxName)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '')
  return name || 'Untitled'
}

function page(title: string, body: string): string {
  const name = title.replaceAll(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`) || 'Untitled'
  return `<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>${name}</title>\n</head>\n<body>\n${body}\n</body>\n</html>\n`
}
