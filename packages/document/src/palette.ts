// The colours of text and of highlighting, by name. A document stores the name and the page decides what it looks
// like: a stored colour value would be unreadable in the other of light and dark, and would need a `style` attribute
// made of data, which a strict Content-Security-Policy forbids.

/** Colours that text and highlights can have, in the order menus show them. */
export const paletteColors = [
  'gray',
  'brown',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'red',
] as const

export type PaletteColor = (typeof paletteColors)[number]

/** The colour as stored, or null when it is none of ours. */
export function readColor(value: unknown): PaletteColor | null {
  return paletteColors.find((color) => color === value) ?? null
}
