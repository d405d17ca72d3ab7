// Marks in ProseMirror, text attributes in Yjs. One attribute per mark, named like the mark; marks that may
// overlap themselves (comments, for instance) carry a hash of their attributes in the name, byte for byte the one
// y-prosemirror computes, so that stock peers and ours mean the same attribute.

import { Mark } from 'prosemirror-model'
import type { Attrs, Schema } from 'prosemirror-model'
import * as buffer from 'lib0/buffer'
import * as sha256 from 'lib0/hash/sha256'

export type TextAttributes = Readonly<Record<string, unknown>>

export function marksToAttributes(marks: readonly Mark[]): Record<string, Attrs> {
  const attributes: Record<string, Attrs> = {}
  for (const mark of marks) {
    // `ychange` marks are how stock y-prosemirror paints history; they are never content.
    if (mark.type.name !== 'ychange') attributes[attributeName(mark)] = mark.attrs
  }
  return attributes
}

/**
 * Two people can at once give one word two marks that exclude each other. Yjs keeps both; shown is what the schema
 * allows, decided by the schema's order alone, so that everyone shows the same.
 * Throws RangeError when the schema lacks a mark.
 */
export function attributesToMarks(attributes: TextAttributes | undefined, schema: Schema): readonly Mark[] {
  if (attributes === undefined) return Mark.none
  const marks = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => schema.mark(markName(name), isRecord(value) ? value : null))
  return Mark.setFrom(marks).reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), Mark.none)
}

/** The mark a text attribute stands for: its name without the hash of an overlapping mark. */
export function markName(attribute: string): string {
  return overlappingName.exec(attribute)?.[1] ?? attribute
}

/** Exact: same marks with the same attributes, in whatever order. An attribute-less mark equals only itself. */
export function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a.length === b.length && a.every((mark) => mark.isInSet(b))
}

const overlappingName = /^(.*)--[a-zA-Z0-9+/=]{8}$/

function attributeName(mark: Mark): string {
  const overlapping = !mark.type.excludes(mark.type)
  return overlapping ? `${mark.type.name}--${hashOfJSON(mark.toJSON())}` : mark.type.name
}

function hashOfJSON(json: unknown): string {
  const digest = sha256.digest(buffer.encodeAny(json as Parameters<typeof buffer.encodeAny>[0]))
  for (let i = hashBytes; i < digest.length; i++) {
    const folded = i % hashBytes
    digest[folded] = (digest[folded] ?? 0) ^ (digest[i] ?? 0)
  }
  return buffer.toBase64(digest.slice(0, hashBytes))
}

/** y-prosemirror's choice: 6 bytes, 8 characters of base64. */
const hashBytes = 6

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
