// Block ids. They name a block in links and comments, so they must be unlike any other in the document, and short
// enough to read in a URL.

import { readId } from './attrs.ts'

// No 0/O, 1/l/I: ids are read aloud and typed from screenshots. 32 signs, so a random byte's low five bits pick evenly.
export const blockIdAlphabet = '23456789abcdefghijkmnpqrstuvwxyz'

// 60 bits: among a million blocks the chance of any two alike is about one in two million.
export const blockIdLength = 12

/** Makes an id from random bytes. `random(length)` must give that many bytes, e.g. from `crypto.getRandomValues`. */
export function createBlockId(random: (length: number) => Uint8Array): string {
  let id = ''
  for (const byte of random(blockIdLength)) id += blockIdAlphabet.charAt(byte & 31)
  return id
}

/** The attributes of a rendered block, with its id among them if it has a usable one. */
export function withId(attributes: Record<string, string>, stored: unknown): Record<string, string> {
  const id = readId(stored)
  return id === null ? attributes : { ...attributes, 'data-id': id }
}
