// The whole text, out and in. Reading follows the shared document, so it says the same on every device; writing is one
// change of this editor, which is shared and undone like anything typed.
import type { DocumentJSON } from '@stet/document'
import { documentFromYjs, documentToJSON, toText } from '@stet/document'
import { DOMParser as ContentParser, Node } from 'prosemirror-model'
import type { Schema } from 'prosemirror-model'
import type { EditorView } from 'prosemirror-view'
import type { Doc } from 'yjs'
import type { CoreEditor } from './editor.ts'
import { parseInert } from './features/paste/inert-page.ts'

type Content = Pick<CoreEditor, 'getText' | 'getJSON' | 'setContent' | 'setMarkdown' | 'setHTML'>

export function createContent(view: EditorView, doc: Doc): Content {
  function replace(content: Node): boolean {
    if (view.isDestroyed || !view.editable) return false
    const { tr } = view.state
    // As a paste is: a step of the history by itself.
    view.dispatch(tr.replaceWith(0, tr.doc.content.size, content.content).setMeta('uiEvent', 'content'))
    return true
  }

  return {
    getText: () => toText(documentFromYjs(doc)),
    getJSON: () => documentToJSON(doc),
    setContent: (content) => replace(readContent(view.state.schema, content)),
    async setMarkdown(markdown) {
      const { fromMarkdown } = await import('@stet/document/markdown')
      return replace(readContent(view.state.schema, fromMarkdown(markdown)))
    },
    setHTML: (html) => replace(ContentParser.fromSchema(view.state.schema).parse(parseInert(html).body)),
  }
}

function readContent(schema: Schema, content: DocumentJSON): Node {
  try {
    const node = Node.fromJSON(schema, content)
    node.check()
    if (node.type !== schema.topNodeType) throw new RangeError(`its type is "${node.type.name}", not "doc"`)
    return node
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TypeError(
      `setContent: the content is no document of this editor's schema (${reason}). Give what getJSON() of an editor gave.`,
      { cause: error },
    )
  }
}
