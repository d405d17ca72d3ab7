// The door for those who only show documents: JSON to HTML, Markdown or text. No ProseMirror, no Yjs, no DOM, some ten
// kilobytes; it runs in Node, in a worker at the edge of a network, and in a page.

export type { Attributes, DocumentJSON, MarkJSON, NodeJSON } from '../json.ts'
export { drawDocument } from './draw-document.ts'
export type { Drawing, DrawOptions } from './draw-document.ts'
export { toStyledHTML } from './drawn-html.ts'
export type { TextDirection } from '../text-direction.ts'
export { toHTML } from '../html.ts'
export { toMarkdown } from '../markdown/to-markdown.ts'
export { toText } from '../text.ts'
