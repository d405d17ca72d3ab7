// A checksum of what a fragment holds, and one of which updates the document has seen. Two clients that have seen the same
// hold the same, whatever their schemas are; when their checksums say otherwise, one of them is wrong. Both are worked out
// in steps, so that a long document is no long pause, and only for the blocks that changed.

import * as Y from 'yjs'
import { encodeShared } from '../adaptive/adaptive-json.ts'
import type { UnknownMark, UnknownNode } from '../adaptive/adaptive-json.ts'

export interface Checksum {
  /** Of the updates seen: state vector and deletions. */
  readonly state: string
  /** Of the content. */
  readonly content: string
}

/** Checksums of children by their types; whoever keeps it drops those that change. */
export type BlockChecksums = WeakMap<object, string>

/** null while updates are missing that others build upon: nothing can be said then. */
export function* checksum(
  fragment: Y.XmlFragment,
  blocks: BlockChecksums,
): Generator<undefined, Checksum | null> {
  const { doc } = fragment
  if (doc === null || doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return null
  const state = yield* stateChecksum(doc)
  return { state, content: yield* contentChecksum(fragment, blocks) }
}

export function* contentChecksum(
  fragment: Y.XmlFragment,
  blocks: BlockChecksums,
): Generator<undefined, string> {
  const hash = new Hash()
  let steps = 0
  for (const child of fragment.toArray() as readonly unknown[]) {
    if (++steps % structsPerStep === 0) yield
    let own = child instanceof Y.AbstractType ? blocks.get(child) : undefined
    if (own === undefined) {
      const json = encodeShared(child)
      own = new Hash().add(json === null ? 'too deep' : canonical(json)).toString()
      if (child instanceof Y.AbstractType) blocks.set(child, own)
      yield
    }
    hash.add(own)
  }
  return hash.toString()
}

/** So many structs are looked at in one step: about a tenth of a millisecond. */
const structsPerStep = 2_000

function* stateChecksum(doc: Y.Doc): Generator<undefined, string> {
  const hash = new Hash()
  const clients = [...doc.store.clients.entries()].sort(([one], [other]) => one - other)
  let steps = 0
  for (const [client, structs] of clients) {
    const last = structs.at(-1)
    hash.add(`${client}:${last === undefined ? 0 : last.id.clock + last.length}`)
    // Deleted ranges, joined where they touch: how they are cut into structs differs from client to client.
    let from = -1
    let to = -1
    for (const struct of structs) {
      if (struct.deleted) {
        if (struct.id.clock !== to) {
          if (to >= 0) hash.add(`${from}-${to}`)
          from = struct.id.clock
        }
        to = struct.id.clock + struct.length
      }
      if (++steps % structsPerStep === 0) yield
    }
    if (to >= 0) hash.add(`${from}-${to}`)
  }
  return hash.toString()
}

/** The same text for the same content: names sorted, pieces of text with equal marks joined. */
function canonical({ type, attrs = {}, content = [], text, marks = [] }: UnknownNode): string {
  if (text !== undefined) return `${JSON.stringify(text)}${canonicalMarks(marks)}`
  const parts: string[] = []
  let run = { text: '', marks: '' }
  const closeRun = (marks: string): void => {
    if (run.text !== '') parts.push(`${JSON.stringify(run.text)}${run.marks}`)
    run = { text: '', marks }
  }
  for (const child of content) {
    if (child.text === undefined) {
      closeRun('')
      parts.push(canonical(child))
    } else {
      const own = canonicalMarks(child.marks ?? [])
      if (own !== run.marks) closeRun(own)
      run.text += child.text
    }
  }
  closeRun('')
  return `<${type}${canonicalValue(attrs)}${canonicalMarks(marks)}>${parts.join()}</>`
}

function canonicalMarks(marks: readonly UnknownMark[]): string {
  return marks.length === 0
    ? ''
    : `[${marks
        .map((mark) => canonicalValue(mark))
        .sort()
        .join()}]`
}

function canonicalValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalValue(inner)}`).join()}}`
}

/** Two FNV-1a hashes of 32 bits with different primes: it finds faults, it does not keep out forgers. */
class Hash {
  #one = 0x811c9dc5
  #two = 0x9dc5811c

  add(text: string): this {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      this.#one = Math.imul(this.#one ^ code, 0x01000193)
      this.#two = Math.imul(this.#two ^ code, 0x85ebca6b)
    }
    // Where one text ends and the next begins is part of it.
    this.#one = Math.imul(this.#one ^ 0x1_00_00, 0x01000193)
    return this
  }

  toString(): string {
    return [this.#one, this.#two].map((half) => (half >>> 0).toString(36)).join('.')
  }
}
