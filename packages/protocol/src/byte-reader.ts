// A cursor over bytes from a stranger. lib0's own decoder reads past the end in places (a missing byte becomes
// `undefined`, then NaN) and trusts lengths; this one checks every length against what is left and refuses with a
// sentence that names the place.

import { decodeUtf8 } from 'lib0/string'
import { ProtocolError, type ErrorCode } from './errors.ts'
import { utf16Length } from './utf8.ts'

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
    const first = this.byte()
    if (first < 0x80) return first
    let value = first & 0x7f
    let factor = 128
    for (let size = 1; size < 8; size++) {
      const next = this.byte()
      value += (next & 0x7f) * factor
      if (next < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) this.fail('an integer is larger than 2^53-1')
        return value
      }
      factor *= 128
    }
    return this.fail('an integer is longer than 8 bytes')
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
