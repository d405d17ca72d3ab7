// A cursor over bytes from a stranger. lib0's own decoder reads past the end in places (a missing byte becomes
// `undefined`, then NaN) and trusts lengths; this one checks every length against what is left and refuses with a
// sentence that names the place.

import { decodeUtf8 } from 'lib0/string'
import { ProtocolError, type ErrorCode } from './errors.ts'
import { utf16Length } from './utf8.ts'

/** In the place of a byte behind the end: it says that the integer goes on, so that a longer look finds the end. */
const ended = 0x80

export class ByteReader {
  readonly bytes: Uint8Array
  readonly #code: ErrorCode
  readonly #what: string
  at = 0

  /** `code` and `what` say what is being read, for the errors: "a sync frame", "an update". */
  constructor(bytes: Uint8Array, code: ErrorCode, what: string) {
    this.bytes = bytes
    this.#code = code
    this.#what = what
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  fail(reason: string): never {
    throw new ProtocolError(this.#code, `${this.#what} was refused: ${reason} (byte ${this.at})`)
  }

  byte(): number {
    const value = this.bytes[this.at]
    if (value === undefined) this.fail('it ends too early')
    this.at += 1
    return value
  }

  /** An unsigned integer in at most 8 bytes and at most 2^53-1, so that it is exact as a number. */
  varUint(): number {
    const { bytes, at } = this
    const first = bytes[at] ?? ended
    if (first < 0x80) {
      this.at = at + 1
      return first
    }
    // Up to four bytes are whole numbers of 28 bits, which is all that lengths and most clocks need.
    const second = bytes[at + 1] ?? ended
    if (second < 0x80) {
      this.at = at + 2
      return (first & 0x7f) | (second << 7)
    }
    const third = bytes[at + 2] ?? ended
    const low = (first & 0x7f) | ((second & 0x7f) << 7)
    if (third < 0x80) {
      this.at = at + 3
      return low | (third << 14)
    }
    const fourth = bytes[at + 3] ?? ended
    if (fourth < 0x80) {
      this.at = at + 4
      return low | ((third & 0x7f) << 14) | (fourth << 21)
    }
    return this.#longVarUint(low | ((third & 0x7f) << 14) | ((fourth & 0x7f) << 21))
  }

  /** The same from its fifth byte on; `low` is what the first four said. Client IDs are as long as that. */
  #longVarUint(low: number): number {
    const { bytes } = this
    const start = this.at
    let value = low
    let factor = 2 ** 28
    for (let size = 4; size < 8; size++) {
      const next = bytes[start + size] ?? ended
      if (next < 0x80) {
        this.at = start + size + 1
        value += next * factor
        if (value > Number.MAX_SAFE_INTEGER) this.fail('an integer is larger than 2^53-1')
        return value
      }
      value += (next & 0x7f) * factor
      factor *= 128
    }
    this.at = Math.min(start + 8, bytes.length)
    return this.fail(start + 8 > bytes.length ? 'it ends too early' : 'an integer is longer than 8 bytes')
  }

  /** Moves past `length` bytes, which must be there. Returns where they begin. */
  skip(length: number): number {
    if (length > this.left) this.fail(`a length of ${length} is more than the ${this.left} bytes left`)
    const from = this.at
    this.at += length
    return from
  }

  /** A view (no copy) of bytes preceded by their length. */
  varBytes(): Uint8Array {
    const length = this.varUint()
    const from = this.skip(length)
    return this.bytes.subarray(from, this.at)
  }

  varString(): string {
    const length = this.varUint()
    const from = this.skip(length)
    if (utf16Length(this.bytes, from, this.at) < 0) this.fail('text is not valid UTF-8')
    return decodeUtf8(this.bytes.subarray(from, this.at))
  }

  /** Everything must have been read: what follows a valid message is another peer's parser's surprise. */
  end(): void {
    if (this.left > 0) this.fail(`${this.left} bytes follow its end`)
  }
}
