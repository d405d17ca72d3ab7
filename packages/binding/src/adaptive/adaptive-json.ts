// A shared type as JSON and back, whatever it holds. It is how content the schema does not know travels where a shared type
// cannot go: through the clipboard, or to another place in the document. The shape is ProseMirror's node JSON, so that a
// person or a converter can read it; what JSON has no word for (bytes, big integers, nested shared types) is tagged.

import * as buffer from 'lib0/buffer'
import * as Y from 'yjs'
import { markName } from './mark-name.ts'

/** One element (`type` is its name), or a piece of text (`type` is "text"). */
export interface UnknownNode {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly UnknownNode[]
  readonly marks?: readonly UnknownMark[]
  readonly text?: string
}

export interface UnknownMark {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  /** The attribute's full name where it differs from the type. */
  readonly key?: string
  /** The attribute's value where it is no object. */
  readonly value?: unknown
}

export type SharedChild = Y.XmlElement | Y.XmlText | Y.XmlHook

// Deeper content can be shown and kept, but not carried elsewhere: every function that walks the JSON costs stack.
const maxDepth = 200

// Text, a value among text, and a child that stand for themselves; no editor names its nodes so.
const textName = 'unsupported_text'
const valueName = 'unsupported_value'
const childName = 'unsupported_child'
const tag = '$stet'

/** null when it cannot be told as JSON: it nests too deep, or holds a document of its own. */
export function encodeShared(
  type: unknown,
  cache: WeakMap<object, UnknownNode | null> = new WeakMap(),
): UnknownNode | null {
  try {
    return encodeChild(type, cache, 0)
  } catch (error) {
    if (error instanceof NotEncodable) return null
    throw error
  }
}

/** Makes the type anew. Throws TypeError when the JSON, which may come from a clipboard, is not what encodeShared gives. */
export function decodeShared(json: unknown): SharedChild {
  const child = decodeChild(json, 0)
  if (child instanceof Y.XmlElement || child instanceof Y.XmlText || child instanceof Y.XmlHook) return child
  throw new TypeError('A shared element was expected.')
}

/** A mark from a text attribute of any name and value. */
export function encodeAttribute(key: string, value: unknown): UnknownMark {
  const type = markName(key)
  const name = type === key ? { type } : { type, key }
  if (!isPlainObject(value)) return { ...name, value: encodeValue(value, 0) }
  const attrs = encodeEntries(value, 0)
  return Object.keys(attrs).length === 0 ? name : { ...name, attrs }
}

export function decodeAttribute(json: unknown): { readonly key: string; readonly value: unknown } {
  if (!isTyped(json)) throw new TypeError('A mark as JSON has a type.')
  const key = typeof json['key'] === 'string' ? json['key'] : json.type
  return { key, value: Object.hasOwn(json, 'value') ? decodeValue(json['value'], 0) : decodeAttrs(json, 0) }
}

class NotEncodable extends Error {}

type Cache = WeakMap<object, UnknownNode | null>

function encodeChild(child: unknown, cache: Cache, depth: number): UnknownNode {
  if (depth > maxDepth) throw new NotEncodable()
  if (child instanceof Y.XmlElement) {
    const known = cache.get(child)
    if (known !== undefined && known !== null) return known
    const attrs = encodeEntries(child.getAttributes(), depth)
    const content = encodeChildren(child, cache, depth)
    const json = withoutEmpty({ type: child.nodeName, attrs, content })
    cache.set(child, json)
    return json
  }
  if (child instanceof Y.XmlText) return encodeText(child, depth)
  return { type: childName, attrs: { value: encodeValue(child, depth) } }
}

function encodeChildren(parent: Y.XmlFragment, cache: Cache, depth: number): UnknownNode[] {
  const content: UnknownNode[] = []
  let previous: unknown
  for (const child of parent.toArray() as readonly unknown[]) {
    const json = encodeChild(child, cache, depth + 1)
    const isOnlyText = json.type === textName && json.attrs === undefined && json.content !== undefined
    // Two texts side by side stay two.
    if (isOnlyText && !(previous instanceof Y.XmlText)) content.push(...(json.content ?? []))
    else content.push(json)
    previous = child
  }
  return content
}

function encodeText(text: Y.XmlText, depth: number): UnknownNode {
  const pieces = text.toDelta() as readonly { insert: unknown; attributes?: Record<string, unknown> }[]
  const content = pieces.map(({ insert, attributes = {} }): UnknownNode => {
    const marks = Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value))
    const piece =
      typeof insert === 'string'
        ? { type: 'text', text: insert }
        : { type: valueName, attrs: { value: encodeValue(insert, depth) } }
    return marks.length === 0 ? piece : Object.assign(piece, { marks })
  })
  return withoutEmpty({
    type: textName,
    attrs: encodeEntries(text.getAttributes(), depth),
    content,
  })
}

function withoutEmpty(json: Required<Pick<UnknownNode, 'type' | 'attrs' | 'content'>>): UnknownNode {
  return {
    type: json.type,
    ...(Object.keys(json.attrs).length === 0 ? {} : { attrs: json.attrs }),
    ...(json.content.length === 0 ? {} : { content: json.content }),
  }
}

function encodeEntries(entries: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, encodeValue(value, depth)]))
}

function encodeValue(value: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new NotEncodable()
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    const isPlain = Number.isFinite(value) && !Object.is(value, -0)
    return isPlain ? value : { [tag]: 'number', value: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (value === undefined) return { [tag]: 'undefined' }
  if (typeof value === 'bigint') return { [tag]: 'bigint', value: String(value) }
  if (value instanceof Uint8Array) return { [tag]: 'bytes', value: buffer.toBase64(value) }
  if (Array.isArray(value)) return value.map((inner) => encodeValue(inner, depth + 1))
  if (value instanceof Y.XmlElement || value instanceof Y.XmlText) {
    return { [tag]: 'node', value: encodeChild(value, new WeakMap(), depth + 1) }
  }
  // A hook is a map with a name, so it is asked for before the map.
  if (value instanceof Y.XmlHook) {
    const entries = encodeEntries(Object.fromEntries(value.entries()), depth + 1)
    return { [tag]: 'hook', name: value.hookName, value: entries }
  }
  if (value instanceof Y.Map) {
    return { [tag]: 'map', value: encodeEntries(Object.fromEntries(value.entries()), depth + 1) }
  }
  if (value instanceof Y.Array) {
    return { [tag]: 'array', value: value.toArray().map((inner: unknown) => encodeValue(inner, depth + 1)) }
  }
  if (value instanceof Y.Text) {
    return { [tag]: 'text', value: encodeValue(value.toDelta() as unknown, depth + 1) }
  }
  if (value instanceof Y.XmlFragment) {
    return { [tag]: 'fragment', value: encodeChildren(value, new WeakMap(), depth + 1) }
  }
  if (!isPlainObject(value)) throw new NotEncodable()
  const entries = encodeEntries(value, depth + 1)
  return Object.hasOwn(entries, tag) ? { [tag]: 'object', value: Object.entries(entries) } : entries
}

function decodeChild(json: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new TypeError('The content nests too deep.')
  if (!isTyped(json)) throw new TypeError('A node as JSON has a type.')
  if (json.type === childName) return decodeValue(decodeRaw(json)['value'], depth)
  if (json.type === textName) {
    const text = new Y.XmlText()
    text.applyDelta(listOf(json['content']).map((piece) => decodePiece(piece, depth)))
    for (const [name, value] of Object.entries(decodeAttrs(json, depth))) text.setAttribute(name, value)
    return text
  }
  if (json.type === valueName || Object.hasOwn(json, 'text'))
    throw new TypeError('Text stands in an element.')
  const element = new Y.XmlElement(json.type)
  for (const [name, value] of Object.entries(decodeAttrs(json, depth))) {
    // Yjs stores any value; its type for attributes says string.
    element.setAttribute(name, value as string)
  }
  element.insert(0, decodeChildren(json['content'], depth) as Y.XmlElement[])
  return element
}

function decodeChildren(content: unknown, depth: number): unknown[] {
  const children: unknown[] = []
  let run: ReturnType<typeof decodePiece>[] = []
  const closeRun = (): void => {
    if (run.length > 0) {
      const text = new Y.XmlText()
      text.applyDelta(run)
      children.push(text)
    }
    run = []
  }
  for (const json of listOf(content)) {
    if (isTyped(json) && (json.type === valueName || typeof json['text'] === 'string')) {
      run.push(decodePiece(json, depth))
    } else {
      closeRun()
      children.push(decodeChild(json, depth + 1))
    }
  }
  closeRun()
  return children
}

function decodePiece(json: unknown, depth: number): { insert: unknown; attributes: Record<string, unknown> } {
  if (!isTyped(json)) throw new TypeError('A piece of text as JSON has a type.')
  const marks = listOf(json['marks']).map((mark) => decodeAttribute(mark))
  return {
    insert:
      typeof json['text'] === 'string' ? json['text'] : decodeValue(decodeRaw(json)['value'], depth + 1),
    attributes: Object.fromEntries(marks.map(({ key, value }) => [key, value])),
  }
}

function decodeRaw(json: Typed): Readonly<Record<string, unknown>> {
  return isPlainObject(json['attrs']) ? json['attrs'] : {}
}

function decodeAttrs(json: Typed, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(decodeRaw(json)).map(([name, value]) => [name, decodeValue(value, depth + 1)]),
  )
}

function decodeValue(json: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new TypeError('The content nests too deep.')
  if (Array.isArray(json)) return json.map((inner) => decodeValue(inner, depth + 1))
  if (!isPlainObject(json)) return json
  const { value } = json
  switch (json[tag]) {
    case undefined:
      return decodeEntries(json, depth)
    case 'undefined':
      return undefined
    case 'number':
      return Number(value)
    case 'bigint':
      return BigInt(String(value))
    case 'bytes':
      return buffer.fromBase64(String(value))
    case 'node':
      return decodeChild(value, depth + 1)
    case 'hook': {
      const hook = new Y.XmlHook(String(json['name']))
      for (const [key, inner] of Object.entries(decodeEntries(value, depth))) hook.set(key, inner)
      return hook
    }
    case 'map':
      return new Y.Map(Object.entries(decodeEntries(value, depth)))
    case 'array':
      return Y.Array.from(listOf(decodeValue(value, depth + 1)) as never[])
    case 'text': {
      const text = new Y.Text()
      text.applyDelta(listOf(decodeValue(value, depth + 1)) as { insert: unknown }[])
      return text
    }
    case 'fragment': {
      const fragment = new Y.XmlFragment()
      fragment.insert(0, decodeChildren(value, depth + 1) as Y.XmlElement[])
      return fragment
    }
    case 'object':
      return Object.fromEntries(
        (listOf(value) as [string, unknown][]).map(([k, inner]) => [k, decodeValue(inner, depth + 1)]),
      )
    default:
      throw new TypeError(`A value of an unknown kind: ${String(json[tag]).slice(0, 80)}`)
  }
}

function decodeEntries(json: unknown, depth: number): Record<string, unknown> {
  if (!isPlainObject(json)) throw new TypeError('An object was expected.')
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, decodeValue(value, depth + 1)]))
}

interface Typed extends Readonly<Record<string, unknown>> {
  readonly type: string
}

function isTyped(value: unknown): value is Typed {
  return isPlainObject(value) && typeof value['type'] === 'string'
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new TypeError('A list was expected.')
  return value
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
