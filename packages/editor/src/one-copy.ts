// Two copies of yjs (or of a prosemirror package) in one page do not know each other's objects: `instanceof` says no, and
// edits go nowhere without a word. So each is looked for where the copies would meet, and the error says how to mend it.
import { schema } from '@stet/document'
import { Schema } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import * as Y from 'yjs'

/** Throws unless `value` is a document of the yjs that the editor has. `name` is what it is called in the message. */
export function checkDoc(name: string, value: unknown): asserts value is Y.Doc {
  if (value instanceof Y.Doc) return
  if (isForeignDoc(value)) throw new TypeError(twoCopies(name, 'yjs'))
  throw new TypeError(
    `createEditor: ${name} must be a Y.Doc, but is ${value === null ? 'null' : typeof value}.`,
  )
}

/** Throws unless the document's schema and the editor are built with one prosemirror-model. */
export function checkProseMirror(): void {
  if (!(schema instanceof Schema))
    throw new TypeError(twoCopies('the schema of @stet/document', 'prosemirror-model'))
}

export function checkPlugin(name: string, value: unknown): asserts value is Plugin {
  if (value instanceof Plugin) return
  const isForeign = typeof value === 'object' && value !== null && 'spec' in value && 'getState' in value
  throw new TypeError(
    isForeign ? twoCopies(name, 'prosemirror-state') : `createEditor: ${name} must be a ProseMirror Plugin.`,
  )
}

function isForeignDoc(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'getXmlFragment' in value &&
    'clientID' in value &&
    'store' in value
  )
}

function twoCopies(name: string, library: string): string {
  return (
    `createEditor: ${name} comes from another copy of ${library} than the editor's. One page can have only one: ` +
    `\`npm ls ${library}\` shows who brings the second, \`npm dedupe\` or one version for all mends it; ` +
    `with Vite also { resolve: { dedupe: ['${library}'] } }.`
  )
}
