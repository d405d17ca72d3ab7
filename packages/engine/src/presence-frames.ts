/**
 * Who has come, moved or gone, as awareness frames: one for those whom it does not concern, and for each whose own entry
 * is among them one without it. When a hundred people move between two rounds of telling, that are a hundred frames of
 * ninety-nine entries. So each entry is encoded once, and a frame is put together from the bytes around its receiver's own.
 */
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import type { AwarenessEntry } from '@stet/protocol'

export class PresenceFrames {
  readonly #count: number
  readonly #entries: Uint8Array
  /** Where each client's entry lies. */
  readonly #places = new Map<number, { readonly from: number; readonly to: number }>()
  #whole: Uint8Array | undefined

  /** Each client id at most once. */
  constructor(changes: readonly AwarenessEntry[]) {
    this.#count = changes.length
    const encoded = changes.map((entry) => encodeAwareness([entry]).subarray(lengthOfOne))
    this.#entries = new Uint8Array(encoded.reduce((sum, { byteLength }) => sum + byteLength, 0))
    let from = 0
    for (const [index, { clientId }] of changes.entries()) {
      const bytes = encoded[index] ?? new Uint8Array()
      this.#entries.set(bytes, from)
      this.#places.set(clientId, { from, to: from + bytes.byteLength })
      from += bytes.byteLength
    }
  }

  /** For somebody with this id, or who shows nobody; undefined when there is nothing to tell them. */
  for(own: number | undefined): Uint8Array | undefined {
    const place = own === undefined ? undefined : this.#places.get(own)
    if (place !== undefined) return this.#count === 1 ? undefined : this.#without(place)
    this.#whole ??= frameOf(this.#count, [this.#entries])
    return this.#whole
  }

  #without({ from, to }: { readonly from: number; readonly to: number }): Uint8Array {
    return frameOf(this.#count - 1, [this.#entries.subarray(0, from), this.#entries.subarray(to)])
  }
}

/** Bytes of the count before a single entry. */
const lengthOfOne = 1

function frameOf(count: number, parts: readonly Uint8Array[]): Uint8Array {
  const head = varUint(count)
  const entries = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, head.length))
  entries.set(head)
  let at = head.length
  for (const part of parts) {
    entries.set(part, at)
    at += part.byteLength
  }
  return encodeFrame({ type: 'awareness', entries })
}

function varUint(value: number): readonly number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(0x80 | (rest & 127))
  bytes.push(rest)
  return bytes
}
