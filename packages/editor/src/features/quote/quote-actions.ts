// Quotes, as the toolbar and the lists of all actions show them.
import type { Action } from '../../actions/action.ts'
import { isQuoteActive, quoteCommands } from './quote.ts'

export const quoteActions: readonly Action[] = [
  {
    id: 'toggleQuote',
    label: 'toggleQuote',
    icon: 'quote',
    group: 'groupText',
    keys: 'Mod-Shift-B',
    typed: '> ',
    keywords: 'toggleQuoteWords',
    inSlashMenu: true,
    command: quoteCommands.toggleQuote(),
    isActive: isQuoteActive,
  },
]
