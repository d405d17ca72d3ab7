// What a picture is, by its first bytes. Neither its name nor what its sender says of it counts: both are words of
// whoever uploads, and the type it is served with decides what a browser does with it.
//
// No SVG: it is a document with scripts, links and styles in it, and one that was cleaned today may be dangerous in the
// browser of tomorrow. Whoever has one can upload it as PNG.

export interface PictureType {
  /** Without the dot; the end of the stored name. */
  readonly extension: PictureExtension
  readonly mime: string
}

export type PictureExtension = 'png' | 'jpg' | 'gif' | 'webp' | 'avif'

const mimeTypes: Readonly<Record<PictureExtension, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
}

/** So many first bytes are enough to tell: AVIF lists the formats it is compatible with, the longest of all. */
export const sniffedBytes = 64

/** Undefined when it is none of the pictures that every browser shows. */
export function pictureTypeOf(head: Uint8Array): PictureType | undefined {
  const extension = extensionOf(head)
  return extension === undefined ? undefined : { extension, mime: mimeTypes[extension] }
}

/** The type of a stored picture, by the end of its name. */
export function mimeTypeOf(extension: PictureExtension): string {
  return mimeTypes[extension]
}

export function isPictureExtension(text: string): text is PictureExtension {
  return Object.hasOwn(mimeTypes, text)
}

function extensionOf(head: Uint8Array): PictureExtension | undefined {
  const text = (from: number, to: number): string => String.fromCharCode(...head.subarray(from, to))
  // The whole signature and the chunk that must follow, so that eight lucky bytes before a page of HTML are no PNG.
  if (text(0, 8) === '\x89PNG\r\n\x1a\n' && text(12, 16) === 'IHDR') return 'png'
  if (text(0, 3) === '\xff\xd8\xff') return 'jpg'
  if (/^GIF8[79]a/u.test(text(0, 6)) && head.length >= 13) return 'gif'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP' && /^VP8[ LX]/u.test(text(12, 16))) return 'webp'
  if (text(4, 8) === 'ftyp' && isAvif(head, text)) return 'avif'
  return undefined
}

function isAvif(head: Uint8Array, text: (from: number, to: number) => string): boolean {
  const size = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0)
  const end = Math.min(size, head.length)
  for (let at = 8; at + 4 <= end; at += 4) {
    // The second four bytes are a version number, not a format.
    if (at !== 12 && /^avi[fs]$/u.test(text(at, at + 4))) return true
  }
  return false
}
