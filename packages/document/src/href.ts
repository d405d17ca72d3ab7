// Which addresses a link may lead to. A link's address in a shared document is written by others, so it is judged each
// time it is shown or exported, and never by refusing the document that holds it.

const safeSchemes: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel'])

// Browsers drop tabs, line breaks and leading control characters before they look for a scheme, and people cannot see
// the others: control characters, spaces of every width, zero-width and direction marks.
const unseen = /[\p{Cc}\p{Cf}\p{Z}]/gu

/** True for http, https, mailto, tel, and addresses without a scheme (`/path`, `page`, `#part`, `//host`). Never throws. */
export function isSafeHref(href: string): boolean {
  return safeHref(href) !== undefined
}

/** The address to put into the page, control characters and outer spaces removed; undefined when it is not safe. */
export function safeHref(href: unknown): string | undefined {
  if (typeof href !== 'string') return undefined
  const bare = href.replace(unseen, '')
  // Compatibility forms (a full-width colon) mean nothing to a browser, but may to the next program that reads this.
  if (!hasSafeScheme(bare) || !hasSafeScheme(bare.normalize('NFKC'))) return undefined
  const cleaned = href.replace(/\p{Cc}/gu, '').trim()
  return cleaned === '' ? undefined : cleaned
}

function hasSafeScheme(bare: string): boolean {
  // `javascript&colon;` is harmless where it is escaped once, as we do, and a script where someone unescapes it.
  if (/^[^/?]*&(?:#|colon|tab|newline)/i.test(bare)) return false
  const scheme = /^([^/?#:]*):/.exec(bare)?.[1]
  return scheme === undefined || safeSchemes.has(scheme.toLowerCase())
}
