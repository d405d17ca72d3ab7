// A value that cannot be missing unless the program itself is wrong. Saying so in a sentence beats `!`, which says nothing
// when it happens.

/** The value, or an error that names what was expected. */
export function must<T>(value: T | null | undefined, expected: string): T {
  if (value === null || value === undefined) throw new Error(`Expected ${expected}, found none.`)
  return value
}
