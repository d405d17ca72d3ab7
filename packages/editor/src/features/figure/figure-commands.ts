// What can be done with a picture that is selected as a whole.
import { NodeSelection, TextSelection } from 'prosemirror-state'
import type { Command, EditorState } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'

export interface SelectedFigure {
  readonly node: Node
  readonly pos: number
}

export function selectedFigure({ selection }: EditorState): SelectedFigure | undefined {
  return selection instanceof NodeSelection && selection.node.type.name === 'figure'
    ? { node: selection.node, pos: selection.from }
    : undefined
}

/** CSS pixels; null: as wide as the picture is by itself. */
export function setFigureWidth(pos: number, width: number | null): Command {
  return setAttribute(pos, 'width', width)
}

export function setFigureAlt(pos: number, alt: string): Command {
  return setAttribute(pos, 'alt', alt)
}

function setAttribute(pos: number, name: string, value: unknown): Command {
  return (state, dispatch) => {
    const node = state.doc.nodeAt(pos)
    if (node?.type.name !== 'figure') return false
    if (node.attrs[name] !== value) dispatch?.(state.tr.setNodeAttribute(pos, name, value))
    return true
  }
}

/** From the picture into its caption. */
export const enterCaption: Command = (state, dispatch) => {
  const figure = selectedFigure(state)
  if (!figure) return false
  const end = figure.pos + figure.node.nodeSize - 1
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, end)).scrollIntoView())
  return true
}

/** From the caption to its picture. */
export const selectFigure: Command = (state, dispatch) => {
  const { $from, $to } = state.selection
  if ($from.parent.type.name !== 'figure' || !$from.sameParent($to)) return false
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, $from.before())))
  return true
}

/** The same, only where going on to the left leads out of the caption. */
export const selectFigureBackward: Command = (state, dispatch) => {
  const { selection } = state
  if (!selection.empty || selection.$from.parentOffset > 0) return false
  return selectFigure(state, dispatch)
}
