// The two ways in which a command ends badly on purpose. Both are sentences for the person at the terminal; anything
// else that is thrown is a defect and shows its stack.

/** What was asked for is not understood: a flag, a value, the configuration file. Exit code 2. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}

/** What was asked for could not be done. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** A text from outside, short enough for a message. */
export function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
