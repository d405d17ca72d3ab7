// From which side a text is written, as its first letter says.

export type TextDirection = 'ltr' | 'rtl'

// Or one of the two marks that are nothing but a direction.
const firstLetter = /[\p{L}\u200e\u200f]/u
// The ranges in which Unicode puts every script that is written from the right.
const rightToLeft = /[\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Undefined for a text without letters. */
export function textDirection(text: string): TextDirection | undefined {
  const letter = firstLetter.exec(text)?.[0]
  if (letter === undefined) return undefined
  return rightToLeft.test(letter) ? 'rtl' : 'ltr'
}
