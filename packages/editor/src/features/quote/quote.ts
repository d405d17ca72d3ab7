// Quotes: a quality a block has beside its kind, so a quoted list item or heading is still one.
import type { Command, EditorState } from 'prosemirror-state'
import { changeBlocks, everySelectedBlock } from '../../state/change-kind.ts'
import { blockInputRule } from '../block-input-rule.ts'
import type { Feature } from '../feature.ts'

export function isQuoteActive(state: EditorState): boolean {
  return everySelectedBlock(state, ({ quote }) => quote)
}

const toggleQuote: Command = (state, dispatch, view) =>
  changeBlocks(() => ({ quote: !isQuoteActive(state) }))(state, dispatch, view)

export const quoteCommands = {
  toggleQuote: () => toggleQuote,
}

const quoteRules = [blockInputRule(/^>\s$/, ({ quote }) => (quote ? null : { quote: true }))]

export function quotes(): Feature {
  return {
    name: 'quote',
    keys: { 'Mod-Shift-b': toggleQuote },
    inputRules: quoteRules,
  }
}
