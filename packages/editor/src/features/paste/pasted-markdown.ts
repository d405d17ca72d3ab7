// Markdown that is pasted as plain text becomes what it says. Where the text only might be Markdown it stays text, and
// pasting without formatting (with Shift) always does. The parser is loaded when it is first needed; until it is there,
// nothing of the pasted text is shown, so that it is never in the document twice.
import { looksLikeMarkdown } from '@stet/document'
import type { Node, ResolvedPos, Schema } from 'prosemirror-model'
import { Fragment, Slice } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Feature } from '../feature.ts'

// A person waits for a paste. What is longer is pasted as the text it is.
const maxPasted = 500_000

export function pastedMarkdown({ schema }: { readonly schema: Schema }): Feature {
  return { name: 'pasted-markdown', plugins: [markdownPaste(schema)] }
}

export function markdownPaste(schema: Schema): Plugin {
  // Set while the browser's paste event is handled: ProseMirror tells only its text parser that Shift was held.
  let markdown: string | undefined
  return new Plugin({
    props: {
      clipboardTextParser(text: string, context: ResolvedPos, plain: boolean) {
        const isText = !plain && !context.parent.type.spec.code && text.length <= maxPasted
        markdown = isText && looksLikeMarkdown(text) ? text : undefined
        // Nothing: ProseMirror goes on to make paragraphs of it, for the case that the parser cannot be loaded.
        return undefined as unknown as Slice
      },
      handlePaste(view, _event, slice) {
        const text = markdown
        markdown = undefined
        if (text === undefined) return false
        void readMarkdown(schema, text).then((read) => insert(view, read ?? slice))
        return true
      },
    },
  })
}

/** The slice that Markdown stands for; undefined when the parser is not there or the schema lacks what it says. */
export async function readMarkdown(schema: Schema, text: string): Promise<Slice | undefined> {
  try {
    const { fromMarkdown } = await import('@stet/document/markdown')
    const content = Fragment.fromJSON(schema, fromMarkdown(text).content)
    const open = (node: Node | null): number => (node && isPlain(node) ? 1 : 0)
    return new Slice(content, open(content.firstChild), open(content.lastChild))
  } catch {
    // A page that has lost its network, or an embedder's smaller schema.
    return undefined
  }
}

// Goes on in the paragraph around it instead of beginning one.
function isPlain(node: Node): boolean {
  const { kind, quote, indent } = node.attrs
  return node.isTextblock && kind === 'paragraph' && quote !== true && indent === 0
}

function insert(view: EditorView, slice: Slice): void {
  if (view.isDestroyed) return
  view.dispatch(
    view.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'),
  )
}
