// Marks in ProseMirror, text attributes in Yjs. One attribute per mark, named like the mark; marks that may
// overlap themselves (comments, for instance) carry a hash of their attributes in the name, byte for byte the one
// y-prosemirror computes, so that stock peers and ours mean the same attribute.

import { Mark } from 'prosemirror-model'
import type { Schema } from 'prosemirror-model'
import * as buffer from 'lib0/buffer'
import * as sha256 from 'lib0/hash/sha256'
import { decodeAttribute, encodeAttribute } from '../adaptive/adaptive-json.ts'
import { standInNames, standInsOf } from '../adaptive/adaptive-schema.ts'
import { hasValidAttributes } from '../adaptive/adaptive-validity.ts'
import { markName } from '../adaptive/mark-name.ts'

export type TextAttributes = Readonly<Record<string, unknown>>

export function marksToAttributes(marks: readonly Mark[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const mark of marks) {
    if (mark.type.name === standInNames.mark) {
      const { key, value } = decodeAttribute(mark.attrs['json'])
      attributes[key] = value
      // `ychange` marks are how stock y-prosemirror paints history; they are never content.
    } else if (mark.type.name !== 'ychange') attributes[attributeName(mark)] = mark.attrs
  }
  return attributes
}

/**
 * Two people can at once give one word two marks that exclude each other. Yjs keeps both; shown is what the schema
 * allows, decided by the schema's order alone, so that everyone shows the same. What the schema does not know, or does
 * not accept, is a stand-in; in a schema without stand-ins it throws RangeError.
 */
export function attributesToMarks(attributes: TextAttributes | undefined, schema: Schema): readonly Mark[] {
  if (attributes === undefined) return Mark.none
  const marks = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    // Two copies of a document may list them differently.
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => attributeToMark(name, value, schema))
  return Mark.setFrom(marks).reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), Mark.none)
}

/** Exact: same marks with the same attributes, in whatever order. An attribute-less mark equals only itself. */
export function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a.length === b.length && a.every((mark) => mark.isInSet(b))
}

function attributeToMark(name: string, value: unknown, schema: Schema): Mark {
  const type = schema.marks[markName(name)]
  const standIns = standInsOf(schema)
  if (type !== undefined && type !== standIns?.mark) {
    try {
      const mark = type.create(isRecord(value) ? value : null)
      if (hasValidAttributes(mark)) return mark
    } catch (error) {
      // An attribute is missing that the schema cannot do without.
      if (standIns === null) throw error
    }
  }
  if (standIns === null) throw new RangeError(`There is no mark type ${name} in this schema`)
  const json = encodeAttribute(name, value)
  return standIns.mark.create({ name: json.type, json })
}

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
