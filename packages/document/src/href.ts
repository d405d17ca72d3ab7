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

// Pictures inside the document itself, as some programs put on the clipboard. No SVG: opened alone it is a page that
// runs scripts.
const pictureData = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z0-9+/]+={0,2}$/i

// As much as one edit may hold; a larger picture belongs into a file of its own.
const maxSourceLength = 262_144

/** The address a picture is loaded from: http, https, one without a scheme, or the picture itself as base64. */
export function safeSource(source: unknown): string | undefined {
  if (typeof source !== 'string' || source.length > maxSourceLength) return undefined
  if (/^\s*data:/i.test(source)) {
    const bare = source.replace(/\s/g, '')
    return pictureData.test(bare) ? bare : undefined
  }
  const href = safeHref(source)
  return href === undefined || /^(?:mailto|tel):/i.test(href) ? undefined : href
}

function hasSafeScheme(bare: string): boolean {
  // `javascript&colon;` is harmless where it is escaped once, as we do, and a script where someone unescapes it.
  if (/^[^/?]*&(?:#|colon|tab|newline)/i.test(bare)) return false
  const scheme = /^([^/?#:]*):/.exec(bare)?.[1]
  return scheme === undefined || safeSchemes.has(scheme.toLowerCase())
}
