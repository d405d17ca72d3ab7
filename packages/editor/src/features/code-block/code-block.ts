// Code blocks: typed with three backticks, left with an empty line, the arrow down, or Ctrl-Enter. Tab indents by two
// spaces; Escape, then Tab, moves on (see tab-guard).
import { exitCode, newlineInCode } from 'prosemirror-commands'
import type { Node } from 'prosemirror-model'
import { Selection, TextSelection } from 'prosemirror-state'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { readLanguage } from '@stet/document'
import { createTextblock, isCodeBlock, isTextblock, nodeType, selectedBlocks } from '../../state/blocks.ts'
import { setKind } from '../../state/change-kind.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import type { TabGuard } from '../tab-guard.ts'

const indentation = '  '

export function isCodeBlockActive(state: EditorState): boolean {
  const blocks = selectedBlocks(state)
  return blocks.length > 0 && blocks.every(({ node }) => isCodeBlock(node))
}

/** Makes the selected blocks one code block, a line for each; or a code block's lines paragraphs. */
const toggleCodeBlock: Command = (state, dispatch, view) =>
  isCodeBlockActive(state)
    ? setKind('paragraph')(state, dispatch, view)
    : makeCodeBlock(state, dispatch, view)

const makeCodeBlock = inEmptyDocument((state, dispatch) => {
  const blocks = selectedBlocks(state)
  const first = blocks[0]
  // Code holds text only, and what this version does not know is never deleted by changing the format.
  if (!first || blocks.some(({ node }) => holdsUnsupported(node))) return false
  if (!dispatch) return true
  const tr = state.tr
  // Back to front: each block turns into code and is then joined to the one before, if they are neighbours.
  for (let i = blocks.length - 1; i >= 0; i -= 1) {
    const { node, pos } = blocks[i] ?? first
    if (!isCodeBlock(node)) toCode(tr, pos, null)
    const before = blocks[i - 1]
    if (before && before.pos + before.node.nodeSize === pos) {
      tr.insert(pos + 1, state.schema.text('\n'))
      if (!isCodeBlock(before.node)) toCode(tr, before.pos, null)
      const boundary = before.pos + (tr.doc.nodeAt(before.pos)?.nodeSize ?? 0)
      tr.join(boundary)
      blocks[i - 1] = { node: tr.doc.nodeAt(before.pos) ?? before.node, pos: before.pos }
    }
  }
  dispatch(tr.scrollIntoView())
  return true
})

function toCode(tr: Transaction, pos: number, language: string | null): void {
  const node = tr.doc.nodeAt(pos)
  if (!isTextblock(node)) return
  const code = nodeType(node.type.schema, 'code_block')
  const id: unknown = node.attrs['id']
  replaceInlineNodes(tr, node, pos)
  for (const mark of Object.values(node.type.schema.marks)) {
    if (mark.name !== 'unsupported_mark') tr.removeMark(pos + 1, pos + 1 + node.content.size, mark)
  }
  tr.setNodeMarkup(pos, code, { language, id: typeof id === 'string' ? id : null })
}

function holdsUnsupported(block: Node): boolean {
  return block.children.some(({ type }) => type.name === 'unsupported_inline')
}

// Code holds text only: line breaks become line feeds, other inline nodes are left out.
function replaceInlineNodes(tr: Transaction, block: Node, pos: number): void {
  const inline: { at: number; size: number; text: string }[] = []
  block.forEach((child, offset) => {
    if (child.isText) return
    const text = child.type.name === 'hard_break' ? '\n' : ''
    inline.push({ at: pos + 1 + offset, size: child.nodeSize, text })
  })
  for (const { at, size, text } of inline.toReversed()) {
    if (text === '') tr.delete(at, at + size)
    else tr.replaceWith(at, at + size, block.type.schema.text(text))
  }
}

const fence = /^```([^\s`]*)$/

const codeBlockRules: readonly InputRule[] = [
  {
    pattern: /^```([^\s`]*)\s$/,
    apply(state, match, start, end) {
      const $start = state.doc.resolve(start)
      if (!isTextblock($start.parent) || $start.parentOffset !== 0 || holdsUnsupported($start.parent))
        return null
      const tr = state.tr.delete(start, end)
      toCode(tr, $start.before(), readLanguage(match[1]))
      return tr
    },
  },
]

/** Enter after a line with three backticks, and maybe a language, begins a code block. */
const openFence: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isTextblock($from.parent) || $from.parentOffset !== $from.parent.content.size) return false
  const match = fence.exec($from.parent.textContent)
  if (!match || holdsUnsupported($from.parent)) return false
  if (dispatch) {
    const tr = state.tr.delete($from.start(), $from.end())
    toCode(tr, $from.before(), readLanguage(match[1]))
    dispatch(tr.scrollIntoView())
  }
  return true
}

/** Enter at the end, after two empty lines, leaves the code and takes the empty lines back. */
export const leaveCodeAfterEmptyLines: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isCodeBlock($from.parent) || $from.parentOffset !== $from.parent.content.size) return false
  if (!$from.parent.textContent.endsWith('\n\n')) return false
  if (dispatch) {
    const tr = state.tr.delete($from.pos - 2, $from.pos)
    const after = tr.selection.$from.after()
    tr.insert(after, createTextblock(state.schema))
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  }
  return true
}

/** Arrow down on the last line of code that ends the document: a paragraph after it. */
export const leaveCodeDownwards: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  if (
    !empty ||
    !isCodeBlock($from.parent) ||
    $from.parent.textContent.indexOf('\n', $from.parentOffset) >= 0
  ) {
    return false
  }
  if (state.doc.resolve($from.after()).nodeAfter) return false
  return exitCode(state, dispatch, view)
}

/** Backspace at the start of a code block: its lines become paragraphs; an empty one becomes an empty paragraph. */
export const backspaceAtCodeStart: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  if (!empty || !isCodeBlock($from.parent) || $from.parentOffset > 0) return false
  return setKind('paragraph')(state, dispatch, view)
}

/** Tab in code: two spaces at the caret, or before each selected line. */
export const indentCode: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!inOneCodeBlock(state)) return false
  if (dispatch) {
    const tr = state.tr
    if (empty) tr.insertText(indentation)
    else
      for (const at of lineStarts(state).toReversed())
        tr.insert($from.start() + at, state.schema.text(indentation))
    dispatch(tr.scrollIntoView())
  }
  return true
}

/** Shift-Tab in code: up to two spaces less before each selected line. */
export const outdentCode: Command = (state, dispatch) => {
  const { $from } = state.selection
  if (!inOneCodeBlock(state)) return false
  if (dispatch) {
    const tr = state.tr
    const text = $from.parent.textContent
    for (const at of lineStarts(state).toReversed()) {
      const spaces = /^ {0,2}/.exec(text.slice(at, at + 2))?.[0].length ?? 0
      if (spaces > 0) tr.delete($from.start() + at, $from.start() + at + spaces)
    }
    if (tr.docChanged) dispatch(tr.scrollIntoView())
  }
  return true
}

function inOneCodeBlock(state: EditorState): boolean {
  const { $from, $to } = state.selection
  return isCodeBlock($from.parent) && $from.sameParent($to)
}

// Offsets, inside the code block, of the starts of the lines that the selection touches.
function lineStarts(state: EditorState): number[] {
  const { $from, $to } = state.selection
  const text = $from.parent.textContent
  const starts = [text.lastIndexOf('\n', $from.parentOffset - 1) + 1]
  for (
    let at = text.indexOf('\n', $from.parentOffset);
    at >= 0 && at < $to.parentOffset;
    at = text.indexOf('\n', at + 1)
  ) {
    starts.push(at + 1)
  }
  return starts
}

/** Backspace in an empty paragraph after code: the caret goes to the end of the code. */
export const backIntoCode: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isTextblock($from.parent) || $from.parent.content.size > 0) return false
  const start = $from.before()
  if (!isCodeBlock(state.doc.resolve(start).nodeBefore)) return false
  if (dispatch) {
    const tr = state.tr.delete(start, $from.after())
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(start), -1)).scrollIntoView())
  }
  return true
}

export const codeBlockCommands = {
  toggleCodeBlock: () => toggleCodeBlock,
}

export function codeBlocks({ tabGuard }: { readonly tabGuard: TabGuard }): Feature {
  return {
    name: 'code-block',
    keys: {
      'Mod-Alt-c': toggleCodeBlock,
      Enter: (state, dispatch, view) =>
        openFence(state, dispatch, view) ||
        leaveCodeAfterEmptyLines(state, dispatch, view) ||
        newlineInCode(state, dispatch, view),
      'Mod-Enter': exitCode,
      ArrowDown: leaveCodeDownwards,
      Backspace: (state, dispatch, view) =>
        backspaceAtCodeStart(state, dispatch, view) || backIntoCode(state, dispatch, view),
      Tab: tabGuard.unlessLeaving(indentCode),
      'Shift-Tab': tabGuard.unlessLeaving(outdentCode),
    },
    inputRules: codeBlockRules,
  }
}
