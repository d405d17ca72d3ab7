// Formulas: `$x^2$` typed in a sentence, `$$` and a space for one of its own line. How they are shown and edited besides
// is in math-menus.ts.
import { readTex } from '@stet/document'
import { NodeSelection } from 'prosemirror-state'
import { isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { markType, openCode } from '../marks/marks.ts'
import { backspaceInEmptyMath, enterMath, insertMathBlock, leaveMath, mathCommands } from './math-commands.ts'

export function math(): Feature {
  return {
    name: 'math',
    keys: {
      // One in a sentence is no place for a new line.
      Enter: ({ selection }) =>
        selection instanceof NodeSelection && selection.node.type.name === 'math_inline',
      Escape: leaveMath,
      Backspace: backspaceInEmptyMath,
      ArrowDown: enterMath('after'),
      ArrowUp: enterMath('before'),
    },
    inputRules: [inlineRule, blockRule],
  }
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
