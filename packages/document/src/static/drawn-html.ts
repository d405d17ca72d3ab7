// A drawing of a document as HTML, for a server that sends finished pages.

import { element, escapeHTML } from '../html-inline.ts'
import type { DocumentJSON } from '../json.ts'
import type { Drawing, DrawOptions } from './draw-document.ts'
import { drawDocument } from './draw-document.ts'

const withoutEnd: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input'])

/** HTML that looks as in the editor with the style sheet `@stet/editor/viewer.css`. Throws as `drawDocument` does. */
export function toStyledHTML(document: DocumentJSON, options: DrawOptions = {}): string {
  const blocks = drawDocument(document, options).map(drawingHTML).join('\n')
  return `<div class="stet-editor stet-viewer"><div class="stet-page"><div class="ProseMirror">\n${blocks}\n</div></div></div>`
}

function drawingHTML([tag, attributes, ...content]: Drawing): string {
  const [start, end] = element(tag, attributes)
  if (withoutEnd.has(tag)) return start
  return (
    start +
    content.map((part) => (typeof part === 'string' ? escapeHTML(part) : drawingHTML(part))).join('') +
    end
  )
}
