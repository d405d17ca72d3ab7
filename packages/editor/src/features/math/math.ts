// Formulas: `$x^2$` typed in a sentence, `$$` and a space for one of its own line. They are typeset as MathML; the source
// is edited in a small form (in a sentence) or in place, with the result below it.
import { readTex } from '@stet/document'
import { Plugin } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { NodeSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import { isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { markType, openCode } from '../marks/marks.ts'
import {
  backspaceInEmptyMath,
  canInsertMath,
  enterMath,
  insertMathBlock,
  leaveMath,
  mathCommands,
} from './math-commands.ts'
import { createMathBlockView, createMathInlineView } from './math-views.ts'

export function math(menu: MenuContext | undefined): Feature {
  const openForm = (view: EditorView, pos?: number) => {
    if (menu && view.editable) void loadForm(view, menu, pos)
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
    name: 'math',
    keys: {
      Enter: edit,
      Escape: leaveMath,
      Backspace: backspaceInEmptyMath,
      ArrowDown: enterMath('after'),
      ArrowUp: enterMath('before'),
    },
    inputRules: [inlineRule, blockRule],
    plugins: menu
      ? [
          new Plugin({
            props: {
              nodeViews: {
                math_inline: (node, view, getPos) =>
                  createMathInlineView({ node, view, getPos, translate: menu.translate, open: openForm }),
                math_block: (node, view, getPos) =>
                  createMathBlockView({ node, view, getPos, translate: menu.translate }),
              },
              decorations: ({ doc, selection: { $from, $to } }) =>
                $from.sameParent($to) && $from.parent.type.name === 'math_block'
                  ? DecorationSet.create(doc, [
                      Decoration.node($from.before(), $from.after(), { class: 'stet-math-editing' }),
                    ])
                  : null,
            },
          }),
        ]
      : [],
    actions: [
      ...(menu
        ? [
            {
              id: 'insertMath',
              label: 'insertMath',
              icon: 'math',
              group: 'groupInsert',
              typed: '$…$',
              keywords: 'insertMathWords',
              inSlashMenu: true,
              command: insert,
            } as const,
          ]
        : []),
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

// As in Markdown with formulas: no space inside the signs, no digit after them. "$5 and $10" is money.
const inlineRule: InputRule = {
  pattern: /(?:^|[^$\\\p{L}\p{N}])(\$([^$\s](?:[^$]*[^$\s\\])?)\$)$/u,
  apply(state, match, _start, end) {
    const [, whole = '', inner = ''] = match
    const from = end - whole.length
    const tex = readTex(inner)
    const before = state.doc.textBetween(state.doc.resolve(from).start(), end, null, '\ufffc')
    if (tex === '' || /\ufffc/.test(tex) || openCode.test(before)) return null
    if (/^[\d.,]+$/.test(tex) || state.doc.rangeHasMark(from, end, markType(state.schema, 'code')))
      return null
    if (!isTextblock(state.doc.resolve(from).parent)) return null
    const selected = state.apply(state.tr.delete(from, end))
    let done: ReturnType<InputRule['apply']> = null
    mathCommands.insertMath({ tex })(selected, (tr) => {
      const combined = state.tr.delete(from, end)
      for (const step of tr.steps) combined.step(step)
      done = combined
    })
    return done
  },
}

const blockRule: InputRule = {
  pattern: /^\$\$\s$/,
  apply(state, _match, start, end) {
    const $start = state.doc.resolve(start)
    if (!isTextblock($start.parent) || $start.parent.content.size !== end - start) return null
    const cleared = state.tr.delete(start, end)
    let acted = false
    insertMathBlock(state.apply(cleared), (tr) => {
      for (const step of tr.steps) cleared.step(step)
      cleared.setSelection(tr.selection.map(cleared.doc, tr.mapping.slice(tr.mapping.maps.length)))
      acted = true
    })
    return acted ? cleared : null
  },
}
