// Pictures as blocks. One is selected as a whole with a press, or with Escape or the arrow from its caption; Enter goes into
// the caption, and so does typing, which must not take the picture away. A caption is one line of text below its picture:
// Enter leaves it, into a paragraph after the picture, because splitting it would make a second picture.
import { chainCommands } from 'prosemirror-commands'
import { Plugin, TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import type { EditorView, NodeViewConstructor } from 'prosemirror-view'
import { createTextblock, isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'
import { enterCaption, selectFigure, selectFigureBackward, selectedFigure } from './figure-commands.ts'
import type { FigureViewOptions } from './figure-view.ts'
import { createFigureView } from './figure-view.ts'
import { createImageView } from './image-view.ts'
import { resizeStep } from './figure-resize.ts'

export function figures({ translate, addressOf }: FigureViewOptions): Feature {
  const figure: NodeViewConstructor = (node, view, getPos) =>
    createFigureView(node, view, { getPos, translate, addressOf })
  const image: NodeViewConstructor = (node, { dom }) => createImageView(node, dom.ownerDocument, addressOf)
  return {
    name: 'figure',
    keys: {
      Enter: chainCommands(leaveCaption, enterCaption),
      'Mod-Enter': leaveCaption,
      Escape: selectFigure,
      ArrowLeft: selectFigureBackward,
      Backspace: selectFigureBackward,
      'Alt-Shift-ArrowLeft': resizeStep(-1),
      'Alt-Shift-ArrowRight': resizeStep(1),
    },
    plugins: [new Plugin({ props: { nodeViews: { figure, image }, handleTextInput: typeIntoCaption } })],
  }
}

function typeIntoCaption(view: EditorView, _from: number, _to: number, text: string): boolean {
  const figure = selectedFigure(view.state)
  if (!figure) return false
  const end = figure.pos + figure.node.nodeSize - 1
  const tr = view.state.tr.insertText(text, end)
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end + text.length)).scrollIntoView())
  return true
}

const leaveCaption: Command = (state, dispatch) => {
  const { $from, $to } = state.selection
  if ($from.parent.type.name !== 'figure' || !$from.sameParent($to)) return false
  if (!dispatch) return true
  const tr = state.tr.deleteSelection()
  const after = tr.selection.$from.after()
  const next = tr.doc.nodeAt(after)
  // An empty line below is there for going on.
  if (!isTextblock(next) || next.content.size > 0) tr.insert(after, createTextblock(state.schema))
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  return true
}
