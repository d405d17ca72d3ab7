// Formulas on a page with menus: typeset as MathML, the source edited in a small form (in a sentence) or in place, with the
// result below it.
import { NodeSelection, Plugin } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { canInsertMath, insertMathBlock } from './math-commands.ts'
import { createMathBlockView, createMathInlineView } from './math-views.ts'

export function mathMenus(menu: MenuContext): Feature {
  const { translate } = menu
  const openForm = (view: EditorView, pos?: number): void => {
    if (view.editable) void loadForm(view, menu, pos)
  }
  const insert: Command = (state, dispatch, view) => {
    if (!canInsertMath(state)) return false
    if (dispatch && view) openForm(view)
    return true
  }
  const edit: Command = ({ selection }, dispatch, view) => {
    if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'math_inline') return false
    if (dispatch && view) openForm(view, selection.from)
    return true
  }
  return {
    name: 'math-menus',
    keys: { Enter: edit },
    plugins: [
      new Plugin({
        props: {
          nodeViews: {
            math_inline: (node, view, getPos) =>
              createMathInlineView({ node, view, getPos, translate, open: openForm }),
            math_block: (node, view, getPos) => createMathBlockView({ node, view, getPos, translate }),
          },
          decorations: ({ doc, selection: { $from, $to } }) =>
            $from.sameParent($to) && $from.parent.type.name === 'math_block'
              ? DecorationSet.create(doc, [
                  Decoration.node($from.before(), $from.after(), { class: 'stet-math-editing' }),
                ])
              : null,
        },
      }),
    ],
    actions: [
      {
        id: 'insertMath',
        label: 'insertMath',
        icon: 'math',
        group: 'groupInsert',
        typed: '$…$',
        keywords: 'insertMathWords',
        inSlashMenu: true,
        command: insert,
      },
      {
        id: 'insertMathBlock',
        label: 'insertMathBlock',
        icon: 'math',
        group: 'groupInsert',
        typed: '$$ ',
        keywords: 'insertMathBlockWords',
        inSlashMenu: true,
        command: insertMathBlock,
      },
    ],
  }
}

async function loadForm(view: EditorView, menu: MenuContext, pos?: number): Promise<void> {
  const { openMathForm } = await import('./math-form.ts')
  if (!view.isDestroyed) openMathForm({ view, menu, pos })
}
