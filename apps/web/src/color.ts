// Colours of people. They come from other browsers, so they are checked before they reach a style, and the letters on
// them are black or white, whichever can be read.
import type { SiteKey } from './messages/english.ts'

export function isHexColor(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)
}

/** The eight colours offered. Each reads with white letters (4.5:1) and stands out on light and dark paper (3:1). */
export const palette: readonly { readonly name: SiteKey; readonly color: string }[] = [
  { name: 'colorBrick', color: '#c2410c' },
  { name: 'colorOchre', color: '#a16207' },
  { name: 'colorMoss', color: '#4d7c0f' },
  { name: 'colorFern', color: '#15803d' },
  { name: 'colorTeal', color: '#007a8a' },
  { name: 'colorCobalt', color: '#2563eb' },
  { name: 'colorIris', color: '#6d5bd0' },
  { name: 'colorPlum', color: '#b5409f' },
]

/** `value` if it is `#rrggbb`, else the palette colour that `seed` always gets. */
export function colorOrDefault(value: unknown, seed: string): string {
  if (isHexColor(value)) return value
  let hash = 0
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return palette[hash % palette.length]?.color ?? '#6d5bd0'
}

/** Black or white: the ink with more contrast on `color` (`#rrggbb`). */
export function inkOn(color: string): '#ffffff' | '#000000' {
  return contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000'
}

/** WCAG contrast ratio, 1 to 21. */
export function contrast(one: string, other: string): number {
  const a = luminance(one)
  const b = luminance(other)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
