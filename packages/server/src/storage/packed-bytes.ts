// Many byte arrays as one, to cross a thread in a single transferred buffer. Posting the arrays as they are would
// copy the whole buffer behind each view, and the views of one network read share one buffer.

export interface PackedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lengths: readonly number[]
}

export function packBytes(parts: readonly Uint8Array[]): PackedBytes {
  const lengths = parts.map((part) => part.length)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return { bytes, lengths }
}

/** Views on the packed buffer, in order. */
export function unpackBytes({ bytes, lengths }: PackedBytes): Uint8Array[] {
  let offset = 0
  return lengths.map((length) => bytes.subarray(offset, (offset += length)))
}
