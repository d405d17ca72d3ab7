// The door for Markdown. Reading it needs a parser of some 45 kB, so a page loads this only when it needs it; writing
// alone is in the package's main door.

export { fromMarkdown, maxMarkdownLength } from './markdown/from-markdown.ts'
export { toMarkdown } from './markdown/to-markdown.ts'
