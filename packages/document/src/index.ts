// What a Stet document is: its schema, where it lives in a Y.Doc, and how it is read.

export { schema } from './schema.ts'
export type { MarkName, NodeName } from './schema.ts'
export { fragmentName, metaName } from './roots.ts'
export { documentTitle } from './title.ts'
export { isSafeHref, safeHref } from './href.ts'
export { isBlockKind, isListKind, maxIndent, readLanguage, readTextblockAttrs } from './attrs.ts'
export type { BlockKind, HeadingLevel, TextblockAttrs } from './attrs.ts'
export { blockIdAlphabet, blockIdLength, createBlockId } from './ids.ts'
