// What can be in what, by the schema of the editor that shows the document: the shared document itself knows only names.

import type { Schema } from 'prosemirror-model'

export interface SchemaContent {
  /** Whether an element of this name holds text directly. */
  readonly isTextblock: (name: string) => boolean
  /** Whether elements of this name are shown as what they are: nothing is written into any other. */
  readonly isKnown: (name: string) => boolean
  /** Whether an element of this name has no content at all. */
  readonly isLeaf: (name: string) => boolean
  /** The same, and it stands in text. */
  readonly isInlineLeaf: (name: string) => boolean
  /** Whether an element of the first name can hold one of the second. */
  readonly canHold: (name: string, child: string) => boolean
}

/** `schema`: of the view of the moment; without a view nothing is known. */
export function schemaContent(schema: () => Schema | undefined): SchemaContent {
  const type = (name: string): Schema['nodes'][string] | undefined => schema()?.nodes[name]
  const isLeaf = (name: string): boolean => type(name)?.isLeaf === true
  return {
    isTextblock: (name) => type(name)?.inlineContent === true,
    isKnown: (name) => type(name) !== undefined,
    isLeaf,
    isInlineLeaf: (name) => isLeaf(name) && type(name)?.isInline === true,
    canHold: (name, child) => {
      const inner = type(child)
      return inner !== undefined && (type(name)?.contentMatch.matchType(inner) ?? null) !== null
    },
  }
}
