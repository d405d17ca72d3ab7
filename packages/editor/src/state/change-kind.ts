// Turning the selected blocks into another kind. Textblocks change by attributes only; a code block is another node type and
// has to be rewritten: each of its lines becomes a block.
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import type { BlockKind, HeadingLevel, TextblockAttrs } from '@stet/document'
import { isListKind } from '@stet/document'
import { blockAttrs, isCodeBlock, isTextblock, nodeType, selectedBlocks, setBlockAttrs } from './blocks.ts'
import { inEmptyDocument } from './empty-document.ts'

/** What the attributes of a block of `kind` are: those that have no meaning for the kind go back to their default. */
export function attrsOfKind(
  kind: BlockKind,
  options: { readonly level?: HeadingLevel; readonly indent?: number } = {},
): Partial<TextblockAttrs> {
  return {
    kind,
    level: kind === 'heading' ? (options.level ?? 1) : 1,
    indent: isListKind(kind) ? (options.indent ?? 0) : 0,
    checked: false,
  }
}

/** Gives every selected block these attributes; code blocks become textblocks, one for each line. */
export function changeBlocks(change: (attrs: Partial<TextblockAttrs>) => Partial<TextblockAttrs>): Command {
  return inEmptyDocument((state, dispatch) => {
    const blocks = selectedBlocks(state)
    if (blocks.length === 0) return false
    if (!dispatch) return true
    const tr = state.tr
    // Back to front: splitting a code block moves only what comes after it.
    for (const { node, pos } of blocks.toReversed()) {
      if (isTextblock(node)) setBlockAttrs(tr, pos, change(blockAttrs(node)))
      else codeToTextblocks(tr, pos, change({}))
    }
    if (tr.docChanged) dispatch(tr.scrollIntoView())
    return true
  })
}

/** Do all selected blocks satisfy this? False when there are none. */
export function everySelectedBlock(state: EditorState, test: (attrs: TextblockAttrs) => boolean): boolean {
  const blocks = selectedBlocks(state)
  return blocks.length > 0 && blocks.every(({ node }) => isTextblock(node) && test(blockAttrs(node)))
}

/** Sets a kind on the selected blocks; an indent is kept between list kinds. */
export function setKind(kind: BlockKind, options: { readonly level?: HeadingLevel } = {}): Command {
  return changeBlocks((attrs) => attrsOfKind(kind, { ...options, indent: attrs.indent ?? 0 }))
}

function codeToTextblocks(tr: Transaction, pos: number, attrs: Partial<TextblockAttrs>): void {
  const code = tr.doc.nodeAt(pos)
  if (!code || !isCodeBlock(code)) return
  const textblock = nodeType(code.type.schema, 'textblock')
  const text = code.textContent
  const id: unknown = code.attrs['id']
  tr.setNodeMarkup(pos, textblock, { ...attrs, id: typeof id === 'string' ? id : null })
  for (let at = text.lastIndexOf('\n'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1)) {
    const newline = pos + 1 + at
    tr.delete(newline, newline + 1).split(newline, 1, [{ type: textblock, attrs }])
  }
}
