// Checks JSON where it lies, in UTF-8 bytes, without building it: `JSON.parse` of hostile text builds 5,000 nested
// arrays happily, and the live document can never be encoded again. Accepts exactly the grammar of `JSON.parse`,
// bounded in depth, and without the key `__proto__` (which sets a prototype in whoever copies the object).

import { decodeUtf8 } from 'lib0/string'

/** Why `bytes[from, to)` is refused, or undefined when it is fine. The bytes must already be valid UTF-8. */
export function jsonFault(options: {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** How many arrays and objects may lie inside each other. */
  readonly maxDepth: number
}): string | undefined {
  const { bytes, maxDepth } = options
  // The cursor lives in an object so that the functions below stay plain; one per JSON text, not per value.
  const cursor: Cursor = { bytes, at: options.from, to: options.to, maxDepth, fault: undefined }
  skipSpace(cursor)
  value(cursor, 0)
  skipSpace(cursor)
  if (cursor.at !== cursor.to) fault(cursor, notJson)
  return cursor.fault
}

/** Whether `bytes[from, to)` is the text `__proto__`. */
export function isProtoKey(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== protoKey.length) return false
  for (let i = 0; i < protoKey.length; i++) if (bytes[from + i] !== protoKey.charCodeAt(i)) return false
  return true
}

interface Cursor {
  readonly bytes: Uint8Array
  readonly to: number
  readonly maxDepth: number
  at: number
  fault: string | undefined
}

const protoKey = '__proto__'
const notJson = 'a value is not JSON'

const quote = 0x22
const backslash = 0x5c

function peek(cursor: Cursor): number {
  return cursor.at < cursor.to ? (cursor.bytes[cursor.at] ?? -1) : -1
}

/** Notes the first fault and moves to the end, so that every loop stops. */
function fault(cursor: Cursor, reason: string): void {
  cursor.fault ??= reason
  cursor.at = cursor.to
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const byte = peek(cursor)
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
    cursor.at += 1
  }
}

function value(cursor: Cursor, depth: number): void {
  const byte = peek(cursor)
  if (byte === quote) text(cursor)
  else if (byte === 0x7b || byte === 0x5b) container(cursor, byte, depth + 1)
  else if (byte === 0x74) word(cursor, 'true')
  else if (byte === 0x66) word(cursor, 'false')
  else if (byte === 0x6e) word(cursor, 'null')
  else number(cursor)
}

function container(cursor: Cursor, open: number, depth: number): void {
  if (depth > cursor.maxDepth)
    return fault(cursor, `a JSON value is nested more than ${cursor.maxDepth} deep`)
  const isObject = open === 0x7b
  const close = isObject ? 0x7d : 0x5d
  cursor.at += 1
  skipSpace(cursor)
  if (peek(cursor) === close) {
    cursor.at += 1
    return
  }
  for (;;) {
    if (isObject) key(cursor)
    value(cursor, depth)
    skipSpace(cursor)
    const byte = peek(cursor)
    cursor.at += 1
    if (byte === close) return
    if (byte !== 0x2c) return fault(cursor, notJson)
    skipSpace(cursor)
  }
}

function key(cursor: Cursor): void {
  if (peek(cursor) !== quote) return fault(cursor, notJson)
  const from = cursor.at
  const escaped = text(cursor)
  if (cursor.fault !== undefined) return
  const name = escaped
    ? isEscapedProtoKey(cursor.bytes, from, cursor.at)
    : isProtoKey(cursor.bytes, from + 1, cursor.at - 1)
  if (name) return fault(cursor, 'a JSON key is __proto__')
  skipSpace(cursor)
  if (peek(cursor) !== 0x3a) return fault(cursor, notJson)
  cursor.at += 1
  skipSpace(cursor)
}

/** Keys with escapes are so rare that making the string is fine. */
function isEscapedProtoKey(bytes: Uint8Array, from: number, to: number): boolean {
  return JSON.parse(decodeUtf8(bytes.subarray(from, to))) === protoKey
}

/** Moves past a string; true when it holds an escape. */
function text(cursor: Cursor): boolean {
  let escaped = false
  cursor.at += 1
  while (cursor.at < cursor.to) {
    const byte = peek(cursor)
    cursor.at += 1
    if (byte === quote) return escaped
    if (byte < 0x20) break
    if (byte !== backslash) continue
    escaped = true
    const kind = peek(cursor)
    cursor.at += 1
    if (kind === 0x75) {
      for (let i = 0; i < 4; i++) {
        if (!isHex(peek(cursor))) fault(cursor, notJson)
        cursor.at += 1
      }
    } else if (!isShortEscape(kind)) break
  }
  fault(cursor, notJson)
  return escaped
}

function word(cursor: Cursor, expected: string): void {
  for (let i = 0; i < expected.length; i++) {
    if (peek(cursor) !== expected.charCodeAt(i)) return fault(cursor, notJson)
    cursor.at += 1
  }
}

function number(cursor: Cursor): void {
  if (peek(cursor) === 0x2d) cursor.at += 1
  if (peek(cursor) === 0x30) cursor.at += 1
  else digits(cursor)
  if (peek(cursor) === 0x2e) {
    cursor.at += 1
    digits(cursor)
  }
  if (peek(cursor) === 0x65 || peek(cursor) === 0x45) {
    cursor.at += 1
    if (peek(cursor) === 0x2b || peek(cursor) === 0x2d) cursor.at += 1
    digits(cursor)
  }
}

function digits(cursor: Cursor): void {
  if (!isDigit(peek(cursor))) return fault(cursor, notJson)
  while (isDigit(peek(cursor))) cursor.at += 1
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** " \ / b f n r t */
function isShortEscape(byte: number): boolean {
  return (
    byte === quote ||
    byte === backslash ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  )
}
