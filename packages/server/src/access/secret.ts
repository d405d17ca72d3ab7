// Secrets that operators choose. A weak one can be tried out offline from a single token, so it is refused at the
// start, with a sentence that says how to make a good one.
import { createHash, timingSafeEqual } from 'node:crypto'

const minBytes = 32
/** `openssl rand -hex 32` has 16 different characters or a few less; words repeated to fill the length have fewer. */
const minDifferentCharacters = 10

/** Throws an Error for a person; `what` begins its sentence ("The JWT secret"). The secret is not in it. */
export function requireStrongSecret(secret: string, what: string): void {
  const bytes = Buffer.byteLength(secret)
  const mend = 'Make one with: openssl rand -base64 48'
  if (bytes < minBytes) throw new Error(`${what} has ${bytes} bytes and needs at least ${minBytes}. ${mend}`)
  if (new Set(secret).size < minDifferentCharacters) {
    throw new Error(`${what} is too easy to guess: it is made of few different characters. ${mend}`)
  }
}

/** Compares in a time that does not depend on where the two differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
