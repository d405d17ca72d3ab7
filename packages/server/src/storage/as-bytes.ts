/** A column that holds a blob; SQLite gives an empty one of a damaged file as something else. */
export function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array()
}
