// Splits the HTML inside Markdown into tags and text. No tree is built: the tags open and close things in the same
// builder that Markdown does, because the two are mixed (`<details>`, then Markdown, then `</details>`).

import MarkdownIt from 'markdown-it'

export type HTMLPiece =
  /** Entities are decoded; white space is as written. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'open'; readonly tag: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly type: 'close'; readonly tag: string }

// A comment, what begins like one, a tag, text, or a "<" that is text.
const piece =
  /<!--(?:[^]*?-->|[^]*)|<[!?][^>]*>?|<(\/?)([a-z][a-z0-9-]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>|([^<]+|<)/gi
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g
// What stands in these is never text of the page.
const unread: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'title',
  'head',
  'noscript',
  'iframe',
])

const { unescapeAll } = new MarkdownIt().utils

export function* htmlPieces(html: string): Generator<HTMLPiece> {
  let skipping: string | undefined
  for (const [whole, slash, name, attributes = '', text] of html.matchAll(piece)) {
    const tag = name?.toLowerCase()
    if (skipping !== undefined) {
      if (tag === skipping && slash === '/') skipping = undefined
    } else if (text !== undefined) yield { type: 'text', text: decodeEntities(whole) }
    else if (tag === undefined) continue
    else if (slash === '/') yield { type: 'close', tag }
    else if (unread.has(tag)) skipping = tag
    else yield { type: 'open', tag, attributes: attributesIn(attributes) }
  }
}

// markdown-it decodes entities together with backslashes, so those are doubled first: HTML has no such escapes.
function decodeEntities(text: string): string {
  return text.includes('&') ? unescapeAll(text.replace(/\\/g, '\\\\')) : text
}

function attributesIn(written: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single, bare] of written.matchAll(attribute)) {
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, decodeEntities(double ?? single ?? bare ?? ''))
  }
  return attributes
}

/** Elements that begin a line of their own and mean nothing else to us. */
export const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside body caption center dir dl fieldset figcaption footer form frameset header html legend ' +
    'main menu nav optgroup option search section summary tbody textarea tfoot thead'
  ).split(' '),
)
