// One page of the handbook: Markdown in, a whole HTML page out, static and without a script of its own.
import markdownIt from 'markdown-it'
import { dots, letters } from '../src/mark-shape.ts'

export interface Heading {
  readonly level: 2 | 3
  readonly id: string
  /** As HTML. */
  readonly text: string
}

export interface RenderedText {
  readonly title: string
  readonly headings: readonly Heading[]
  readonly html: string
}

/** `resolve` makes an address of this site of a link's target in the Markdown; it throws where it cannot. */
export function renderMarkdown(markdown: string, resolve: (target: string) => string): RenderedText {
  const reader = markdownIt({ html: false })
  const headings: Heading[] = []
  let title = ''
  const render = { ...reader.renderer.rules }
  reader.renderer.rules.heading_open = (tokens, index, options, _env, self) => {
    const token = tokens[index]
    const inline = tokens[index + 1]
    if (token === undefined || inline === undefined) return ''
    const level = Number(token.tag.slice(1))
    const id = slug(inline.content)
    if (level === 1) title = plainText(inline.content)
    else token.attrSet('id', id)
    if (level === 2 || level === 3) headings.push({ level, id, text: reader.renderInline(inline.content) })
    return self.renderToken(tokens, index, options)
  }
  reader.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index]
    const target = String(token?.attrGet('href') ?? '')
    if (!/^[a-z]+:/i.test(target)) token?.attrSet('href', resolve(target))
    return self.renderToken(tokens, index, options)
  }
  // Wide tables scroll by themselves; a region that scrolls must be reachable with the keyboard.
  reader.renderer.rules.table_open = () => '<div class="handbook-scroll" tabindex="0"><table>\n'
  reader.renderer.rules.table_close = () => '</table></div>\n'
  reader.renderer.rules.fence = (...args) =>
    (render.fence?.(...args) ?? '').replace('<pre>', '<pre tabindex="0">')
  // A column that needs no heading has none.
  const html = reader.render(markdown).replaceAll('<th></th>', '<td></td>')
  return { title, headings, html }
}

export interface PageOptions {
  readonly page: RenderedText
  /** Where this page is: `/docs/writing`. */
  readonly address: string
  readonly navigation: readonly NavigationGroup[]
  /** What the page needs in its head: its style sheets. */
  readonly head: string
}

export interface NavigationGroup {
  readonly title: string
  readonly pages: readonly { readonly address: string; readonly title: string }[]
}

export function renderPage({ page, address, navigation, head }: PageOptions): string {
  const title = escape(page.title)
  const groups = navigation.map(
    (group) =>
      `<p class="handbook-group">${escape(group.title)}</p><ul>${group.pages
        .map(
          (entry) =>
            `<li><a href="${entry.address}"${entry.address === address ? ' aria-current="page"' : ''}>${escape(entry.title)}</a></li>`,
        )
        .join('')}</ul>`,
  )
  const outline = page.headings.map(
    ({ level, id, text }) => `<li class="handbook-level-${level}"><a href="#${id}">${text}</a></li>`,
  )
  // On a phone the list of pages is folded away; wide screens show it beside the text, with a style sheet alone.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${address === '/docs' ? '' : ' · Stet'}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script src="/theme.js"></script>
${head}
</head>
<body class="handbook">
<a class="handbook-skip" href="#text">Skip to the text</a>
<header class="site-header"><a class="home-link" href="/" aria-label="Stet: all documents">${mark}</a><a class="handbook-home" href="/docs">Handbook</a></header>
<div class="handbook-columns">
<nav class="handbook-pages" aria-label="Pages of the handbook">${groups.join('')}</nav>
<details class="handbook-menu"><summary>All pages</summary><nav aria-label="Pages of the handbook">${groups.join('')}</nav></details>
<main id="text" class="handbook-text">
${page.html}</main>
${outline.length < 3 ? '' : `<nav class="handbook-outline" aria-label="On this page"><p class="handbook-group">On this page</p><ul>${outline.join('')}</ul></nav>`}
</div>
</body>
</html>
`
}

const mark = `<svg class="mark" viewBox="0 0 49 33" width="49" height="33" aria-hidden="true"><path class="mark-letters" d="${letters}"/><g class="mark-dots">${dots
  .map((x) => `<circle cx="${x}" cy="30" r="1.4"/>`)
  .join('')}</g></svg>`

/** The fragment that leads to a heading, as forges make it. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}

function plainText(inline: string): string {
  return inline.replaceAll('`', '')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
