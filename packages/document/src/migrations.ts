// Bringing a stored document into the form of a newer version. Nobody can stop the others while a document is migrated:
// two editors may do it at once, and a third may write in the old form meanwhile or bring it back from a week offline.
// So a migration may only write attributes, of elements and of text, each decided by the very attributes it changes
// and by nothing else. Then both editors write equal values to the same places, in whatever order that arrives, and
// what an old editor adds later is brought up at the next opening. Nothing is made, moved or deleted, so no text that
// somebody is typing can be lost.
//
// What cannot be said that way (another nesting) is no migration but a reading rule: show both forms.

import * as Y from 'yjs'

import type { Attributes } from './json.ts'
import { fragmentName, metaName } from './roots.ts'
import { documentVersion, schemaVersion, versionKey } from './schema-version.ts'

/** One step from a version to the next. Both functions must be pure, and give no changes for their own result. */
export interface Migration {
  /** The version a document has afterwards. */
  readonly to: number
  /** Attributes of an element to write, null to remove; undefined or nothing when it is in the new form. */
  readonly element?: (name: string, attrs: Attributes) => Attributes | undefined
  /** Formatting of a piece of text to write, null to remove. */
  readonly text?: (formatting: Attributes) => Attributes | undefined
}

/** A version and the steps that lead to it from version 1, in order. */
export interface SchemaHistory {
  readonly version: number
  readonly migrations: readonly Migration[]
}

/** Ours. Version 1 is the first form there was. */
const history: SchemaHistory = { version: schemaVersion, migrations: [] }

/** The transaction origin of a migration: undo managers and listeners tell it from a person's edit by this. */
export const migrationOrigin = 'stet-migration'

export type MigrationResult =
  /** Already in this form, nothing was written. */
  | 'current'
  | 'migrated'
  /** Written by a newer version: nothing was touched, and nothing should be written by this one. */
  | 'newer'

/**
 * Brings the document into the current form, in one transaction with `migrationOrigin`. For an editor that may write
 * and has the whole document; calling it again, or on several devices at once, is harmless.
 */
export function migrateDocument(
  doc: Y.Doc,
  { version, migrations }: SchemaHistory = history,
): MigrationResult {
  const stored = documentVersion(doc)
  if (stored > version) return 'newer'
  const fragment = doc.getXmlFragment(fragmentName)
  if (fragment.length === 0 || migrations.length === 0) return 'current'
  const writes: (() => void)[] = []
  for (const type of typesIn(fragment)) {
    if (type instanceof Y.XmlText) collectTextWrites(type, migrations, writes)
    else collectElementWrites(type, migrations, writes)
  }
  if (stored === version && writes.length === 0) return 'current'
  doc.transact(() => {
    for (const write of writes) write()
    if (stored < version) doc.getMap(metaName).set(versionKey, version)
  }, migrationOrigin)
  return 'migrated'
}

/** Marks a document that this version writes into. Call at the first edit: opening must not change a document. */
export function stampVersion(doc: Y.Doc, version: number = schemaVersion): void {
  if (documentVersion(doc) >= version) return
  doc.transact(() => doc.getMap(metaName).set(versionKey, version), migrationOrigin)
}

// All steps are tried on everything, whatever the document's version says: an old editor may have added to a document
// after it was migrated.
function collectElementWrites(
  element: Y.XmlElement,
  migrations: readonly Migration[],
  writes: (() => void)[],
): void {
  const before = element.getAttributes() as Attributes
  const after = migrations.reduce(
    (attrs, { element: step }) => apply(attrs, step?.(element.nodeName, attrs)),
    before,
  )
  for (const [name, value] of changesBetween(before, after)) {
    // Yjs stores any JSON value; its type for attributes says string.
    writes.push(() =>
      value === null ? element.removeAttribute(name) : element.setAttribute(name, value as string),
    )
  }
}

function collectTextWrites(text: Y.XmlText, migrations: readonly Migration[], writes: (() => void)[]): void {
  let position = 0
  for (const { insert, attributes = {} } of text.toDelta() as {
    insert: unknown
    attributes?: Attributes
  }[]) {
    const start = position
    const length = typeof insert === 'string' ? insert.length : 1
    position += length
    const after = migrations.reduce(
      (formatting, { text: step }) => apply(formatting, step?.(formatting)),
      attributes,
    )
    const changes = changesBetween(attributes, after)
    if (changes.length > 0) writes.push(() => text.format(start, length, Object.fromEntries(changes)))
  }
}

function apply(attrs: Attributes, changes: Attributes | undefined): Attributes {
  if (changes === undefined) return attrs
  return Object.fromEntries(Object.entries({ ...attrs, ...changes }).filter(([, value]) => value !== null))
}

function changesBetween(before: Attributes, after: Attributes): [name: string, value: unknown][] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .map((name): [string, unknown] => [name, after[name] ?? null])
    .filter(([name, value]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(value))
}

// With a stack of its own: a hostile document can nest thousands deep.
function* typesIn(root: Y.XmlFragment): Generator<Y.XmlElement | Y.XmlText> {
  const waiting: unknown[] = root.toArray().toReversed()
  while (waiting.length > 0) {
    const type = waiting.pop()
    if (type instanceof Y.XmlElement) {
      yield type
      waiting.push(...type.toArray().toReversed())
    } else if (type instanceof Y.XmlText) yield type
  }
}
