// What is not known is deleted on purpose only. A key that would delete a stand-in beside the caret selects it first; the
// next one deletes it. What is typed or pasted while one is selected goes behind it. A selection of text that reaches over
// stand-ins is on purpose: deleting or replacing it deletes them too, and undo brings them back as they were.
//
// And what is copied stays what it is: a copy in this page keeps what the page's HTML cannot carry, and a stand-in out of a
// clipboard is read anew, since this schema may know it.

import { Fragment, Slice } from 'prosemirror-model'
import type { Node } from 'prosemirror-model'
import { NodeSelection, Plugin, Selection, TextSelection } from 'prosemirror-state'
import type { EditorState, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import { decodeShared } from './adaptive-json.ts'
import { isStandIn, standInAttributes, standInNames } from './adaptive-schema.ts'
import { attributesToMarks, marksToAttributes } from '../write/mark-attributes.ts'
import { projectElement } from '../projection.ts'

export function unknownContentPlugin(): Plugin {
  let copied: Slice | undefined
  return new Plugin({
    props: {
      handleKeyDown: (view, event) => handleKey(view, event),
      handleTextInput: (view, _from, _to, text) => {
        const tr = behindStandIn(view.state)
        if (tr === null) return false
        view.dispatch(tr.insertText(text).scrollIntoView())
        return true
      },
      handlePaste: (view, _event, slice) => {
        const tr = behindStandIn(view.state)
        if (tr === null) return false
        view.dispatch(tr.replaceSelection(slice).scrollIntoView())
        return true
      },
      handleDOMEvents: {
        beforeinput: (view, event) => {
          const position = event.inputType.startsWith('delete') ? standInAmong(view, event) : null
          if (position === null) return false
          event.preventDefault()
          select(view, position)
          return true
        },
      },
      transformCopied: (slice) => (copied = slice),
      transformPasted: (slice) => {
        const known = readAgain(slice)
        return copied?.eq(known) === true ? copied : known
      },
    },
  })
}

/** 229 is what every key is to a page while an input method is at work. */
const composingKey = 229

function handleKey(view: EditorView, event: KeyboardEvent): boolean {
  const { state } = view
  const isDelete = event.key === 'Delete'
  if (isDelete || event.key === 'Backspace') {
    // A key held down selects, and does not go on to delete what it selected.
    if (event.repeat && selectedStandIn(state) !== null) return true
    const position = state.selection.empty ? standInBeside(state, isDelete ? 1 : -1) : null
    if (position === null) return false
    select(view, position)
    return true
  }
  if (event.keyCode === composingKey) {
    const tr = behindStandIn(state)
    if (tr !== null) view.dispatch(tr)
  }
  return false
}

function select(view: EditorView, position: number): void {
  const { tr } = view.state
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, position)).scrollIntoView())
}

function selectedStandIn({ selection }: EditorState): NodeSelection | null {
  return selection instanceof NodeSelection && isStandIn(selection.node) ? selection : null
}

/** Where a stand-in lies that a deletion from the caret in this direction would take. */
function standInBeside({ selection: { $head } }: EditorState, direction: 1 | -1): number | null {
  const isForward = direction === 1
  let $place = $head
  // Out of everything that ends (or begins) where the caret is.
  while ($place.depth > 0 && $place.parentOffset === (isForward ? $place.parent.content.size : 0)) {
    $place = $place.doc.resolve(isForward ? $place.after() : $place.before())
  }
  let node = isForward ? $place.nodeAfter : $place.nodeBefore
  let position = isForward ? $place.pos : $place.pos - (node?.nodeSize ?? 0)
  // Into what lies there, to the part nearest to the caret.
  while (node !== null && !isStandIn(node) && node.childCount > 0) {
    const child = isForward ? node.firstChild : node.lastChild
    position = isForward ? position + 1 : position + node.nodeSize - 1 - (child?.nodeSize ?? 0)
    node = child
  }
  return node !== null && isStandIn(node) ? position : null
}

/** Deleting a word or a line is the browser's doing; it says beforehand what it would take. */
function standInAmong(view: EditorView, event: InputEvent): number | null {
  if (!view.state.selection.empty) return null
  for (const range of event.getTargetRanges()) {
    const from = view.posAtDOM(range.startContainer, range.startOffset)
    const to = view.posAtDOM(range.endContainer, range.endOffset)
    let found: number | null = null
    view.state.doc.nodesBetween(Math.min(from, to), Math.max(from, to), (node, position) => {
      if (isStandIn(node)) found = position
    })
    if (found !== null) return found
  }
  return null
}

/** A caret behind the selected stand-in, in a new paragraph where there is no line; null when none is selected. */
function behindStandIn(state: EditorState): Transaction | null {
  const selection = selectedStandIn(state)
  if (selection === null) return null
  const { tr } = state
  const { to, $to } = selection
  if (selection.node.isInline) return tr.setSelection(TextSelection.create(tr.doc, to))
  const type = $to.parent.contentMatchAt($to.indexAfter()).defaultType
  if (type === null || !type.isTextblock) return tr.setSelection(Selection.near(tr.doc.resolve(to)))
  tr.insert(to, type.create())
  return tr.setSelection(TextSelection.create(tr.doc, to + 1))
}

/** The slice with every stand-in read as if it came from the shared document. What cannot be read is left out. */
function readAgain(slice: Slice): Slice {
  let isChanged = false
  const read = (fragment: Fragment): Fragment => {
    const nodes: Node[] = []
    fragment.forEach((node) => {
      const again = isStandIn(node) ? readStandIn(node) : readMarks(node.copy(read(node.content)))
      isChanged ||= again === null || !again.eq(node)
      if (again !== null) nodes.push(again)
    })
    return Fragment.from(nodes)
  }
  const content = read(slice.content)
  return isChanged ? new Slice(content, slice.openStart, slice.openEnd) : slice
}

function readStandIn(node: Node): Node | null {
  const { schema } = node.type
  try {
    const shared = decodeShared(node.attrs['json'])
    new Y.Doc().getXmlFragment().insert(0, [shared as Y.XmlElement])
    if (shared instanceof Y.XmlElement) {
      const known = projectElement(shared, schema, new Map())
      if (!isStandIn(known) && known.isInline === node.isInline) return known
    }
    return node.type.create(standInAttributes(shared, new WeakMap()))
  } catch {
    return null
  }
}

function readMarks(node: Node): Node {
  if (node.marks.every(({ type }) => type.name !== standInNames.mark)) return node
  try {
    return node.mark(attributesToMarks(marksToAttributes(node.marks), node.type.schema))
  } catch {
    return node.mark(node.marks.filter(({ type }) => type.name !== standInNames.mark))
  }
}
