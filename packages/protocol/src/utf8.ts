// UTF-8 read without making a string. Yjs counts its clocks in UTF-16 units and throws later, on every client, when
// text is not valid UTF-8; so both must be known before an update is stored.

/**
 * The number of UTF-16 units of `bytes[from, to)`, or -1 when it is not valid UTF-8 (overlong forms, surrogates and
 * values beyond U+10FFFF included), which is when `TextDecoder` with `fatal` throws.
 */
export function utf16Length(bytes: Uint8Array, from: number, to: number): number {
  let units = 0
  let at = from
  while (at < to) {
    const first = bytes[at] ?? 0
    if (first < 0x80) {
      at += 1
      units += 1
      continue
    }
    const size = sequenceSize(bytes, at, to)
    if (size === 0) return -1
    at += size
    units += size === 4 ? 2 : 1
  }
  return units
}

/** The size of the multi-byte sequence that begins at `at`; 0 when it is not a valid one. */
function sequenceSize(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at] ?? 0
  const second = at + 1 < to ? (bytes[at + 1] ?? 0) : 0
  if (first < 0xc2) return 0
  if (first < 0xe0) return isContinuation(second) ? 2 : 0
  const third = at + 2 < to ? (bytes[at + 2] ?? 0) : 0
  if (first < 0xf0) {
    const lowest = first === 0xe0 ? 0xa0 : 0x80
    const highest = first === 0xed ? 0x9f : 0xbf
    return second >= lowest && second <= highest && isContinuation(third) ? 3 : 0
  }
  if (first > 0xf4) return 0
  const fourth = at + 3 < to ? (bytes[at + 3] ?? 0) : 0
  const lowest = first === 0xf0 ? 0x90 : 0x80
  const highest = first === 0xf4 ? 0x8f : 0xbf
  return second >= lowest && second <= highest && isContinuation(third) && isContinuation(fourth) ? 4 : 0
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}
