// The headings as the panels beside the text use them.
import type { OutlineEntry } from '@stet/editor'

/** With fewer there is nothing to find one's way in. */
export const fewestHeadings = 2

/** Equal outlines need no new rendering: most keys change no heading, though some move them. */
export function sameOutline(a: readonly OutlineEntry[], b: readonly OutlineEntry[]): boolean {
  return (
    a.length === b.length &&
    a.every((entry, index) => {
      const other = b[index]
      return other?.pos === entry.pos && other.level === entry.level && other.text === entry.text
    })
  )
}
