// The contents an item may carry, in yjs's V1 layout. Each is read past, not built; what comes back is how many
// clocks it takes. Limits here keep values that a receiver could read but never write again (deep JSON), or that
// would set a prototype, out of every document.

import type { ByteReader } from './byte-reader.ts'
import { isProtoKey, jsonFault } from './json-bytes.ts'
import type { ScanLimits } from './scan-limits.ts'
import { utf16Length } from './utf8.ts'

/** yjs's content numbers: the lower five bits of a struct's info byte. */
export const contentKinds = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  subdocument: 9,
  skip: 10,
} as const

const xmlElement = 3
const xmlHook = 5

/** Moves past one content of `kind`; returns its length in clocks, at least 1. */
export function scanContent(reader: ByteReader, kind: number, limits: ScanLimits): number {
  switch (kind) {
    case contentKinds.deleted:
      return scanLength(reader)
    case contentKinds.string:
      return scanText(reader)
    case contentKinds.format:
      scanKey(reader, limits)
      scanJson(reader, limits)
      return 1
    case contentKinds.type:
      scanType(reader, limits)
      return 1
    case contentKinds.any:
      return scanAnys(reader, limits)
    case contentKinds.json:
      return scanJsons(reader, limits)
    case contentKinds.embed:
      scanJson(reader, limits)
      return 1
    case contentKinds.binary:
      reader.skip(reader.varUint())
      return 1
    case contentKinds.subdocument:
      return reader.fail('it holds a subdocument; subdocuments are not supported')
    default:
      return reader.fail(`it holds content of the unknown kind ${kind}`)
  }
}

/** A struct of no length makes yjs write documents that no fresh client can read. */
export function scanLength(reader: ByteReader): number {
  const length = reader.varUint()
  return length > 0 ? length : reader.fail('a struct has length 0')
}

/** The name of a root type or an element. Returns where its bytes begin; they end at the cursor. */
export function scanName(reader: ByteReader, limits: ScanLimits): number {
  return scanShortText(reader, limits.maxNameBytes, 'a name')
}

/** A map key, an attribute's name or a mark's name. */
export function scanKey(reader: ByteReader, limits: ScanLimits): void {
  scanShortText(reader, limits.maxKeyBytes, 'a key')
}

function scanShortText(reader: ByteReader, maxBytes: number, what: string): number {
  const length = reader.varUint()
  if (length > maxBytes) reader.fail(`${what} has ${length} bytes, more than ${maxBytes}`)
  const from = reader.skip(length)
  if (utf16Length(reader.bytes, from, reader.at) < 0) reader.fail(`${what} is not valid UTF-8`)
  if (isProtoKey(reader.bytes, from, reader.at)) reader.fail(`${what} is __proto__`)
  return from
}

function scanText(reader: ByteReader): number {
  const length = scanLength(reader)
  const from = reader.skip(length)
  const units = utf16Length(reader.bytes, from, reader.at)
  return units < 0 ? reader.fail('text is not valid UTF-8') : units
}

function scanType(reader: ByteReader, limits: ScanLimits): void {
  const ref = reader.varUint()
  if (!limits.typeRefs.has(ref))
    reader.fail(`it holds a shared type of the kind ${ref}, which is not allowed`)
  if (ref === xmlElement || ref === xmlHook) scanName(reader, limits)
}

function scanJsons(reader: ByteReader, limits: ScanLimits): number {
  const count = scanLength(reader)
  if (count > reader.left) reader.fail(`it cannot hold the ${count} values it announces`)
  for (let i = 0; i < count; i++) scanJson(reader, limits, true)
  return count
}

function scanJson(reader: ByteReader, limits: ScanLimits, allowUndefined = false): void {
  const length = reader.varUint()
  if (length > limits.maxJsonBytes) {
    reader.fail(`a JSON value has ${length} bytes, more than ${limits.maxJsonBytes}`)
  }
  const from = reader.skip(length)
  const { bytes, at: to } = reader
  if (utf16Length(bytes, from, to) < 0) reader.fail('a JSON value is not valid UTF-8')
  if (allowUndefined && isUndefined(bytes, from, to)) return
  const fault = jsonFault({ bytes, from, to, maxDepth: limits.maxValueDepth })
  if (fault !== undefined) reader.fail(fault)
}

/** yjs writes the word `undefined` in lists of JSON values. */
function isUndefined(bytes: Uint8Array, from: number, to: number): boolean {
  const word = 'undefined'
  if (to - from !== word.length) return false
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word.charCodeAt(i)) return false
  return true
}

function scanAnys(reader: ByteReader, limits: ScanLimits): number {
  const count = scanLength(reader)
  if (count > reader.left) reader.fail(`it cannot hold the ${count} values it announces`)
  for (let i = 0; i < count; i++) scanAny(reader, limits, 0)
  return count
}

/** lib0's own encoding of plain values: a byte for the kind, 116 to 127, then the value. */
function scanAny(reader: ByteReader, limits: ScanLimits, depth: number): void {
  const kind = reader.byte()
  switch (kind) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return
    case 125:
      return scanVarInt(reader)
    case 124: // 32-bit float
      reader.skip(4)
      return
    case 123: // 64-bit float
    case 122: // 64-bit integer
      reader.skip(8)
      return
    case 119: {
      const from = reader.skip(reader.varUint())
      if (utf16Length(reader.bytes, from, reader.at) < 0) reader.fail('text in a value is not valid UTF-8')
      return
    }
    case 118:
    case 117:
      return scanContainer(reader, limits, { isObject: kind === 118, depth: depth + 1 })
    case 116:
      reader.skip(reader.varUint())
      return
    default:
      reader.fail(`a value has the unknown kind ${kind}`)
  }
}

function scanContainer(
  reader: ByteReader,
  limits: ScanLimits,
  container: { readonly isObject: boolean; readonly depth: number },
): void {
  const { isObject, depth } = container
  if (depth > limits.maxValueDepth) reader.fail(`a value is nested more than ${limits.maxValueDepth} deep`)
  const count = reader.varUint()
  if (count > reader.left) reader.fail(`it cannot hold the ${count} values it announces`)
  for (let i = 0; i < count; i++) {
    if (isObject) scanKey(reader, limits)
    scanAny(reader, limits, depth)
  }
}

/** A signed integer: only its continuation bits matter here. */
function scanVarInt(reader: ByteReader): void {
  for (let size = 1; size <= 8; size++) if (reader.byte() < 0x80) return
  reader.fail('an integer is longer than 8 bytes')
}
