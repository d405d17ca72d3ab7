// What the toolbar holds: which command a button runs, when it looks pressed, and its name and shortcut.
import type { EditorState } from 'prosemirror-state'
import type { EditorCommands } from '../commands.ts'
import { isCodeBlockActive } from '../features/code-block/code-block.ts'
import { linkAt } from '../features/link/link-commands.ts'
import { isListActive } from '../features/lists/list-commands.ts'
import { isMarkActive } from '../features/marks/marks.ts'
import { isQuoteActive } from '../features/quote/quote.ts'
import type { IconName } from './icons.ts'

type PlainCommand = Exclude<keyof EditorCommands, 'setHeading' | 'setLink'>

export interface ToolbarItem {
  readonly icon: IconName
  readonly label: string
  /** As in prosemirror-keymap; shown in the way of the platform. */
  readonly keys?: string
  /** The command; the link button opens the address form instead. */
  readonly run: PlainCommand | 'link'
  /** Whether the button is pressed. Absent for buttons that do something once. */
  readonly isActive?: (state: EditorState) => boolean
}

/** In groups, as they stand. */
export const toolbarGroups: readonly (readonly ToolbarItem[])[] = [
  [
    {
      icon: 'bold',
      label: 'Bold',
      keys: 'Mod-B',
      run: 'toggleBold',
      isActive: (s) => isMarkActive(s, 'bold'),
    },
    {
      icon: 'italic',
      label: 'Italic',
      keys: 'Mod-I',
      run: 'toggleItalic',
      isActive: (s) => isMarkActive(s, 'italic'),
    },
    {
      icon: 'underline',
      label: 'Underline',
      keys: 'Mod-U',
      run: 'toggleUnderline',
      isActive: (s) => isMarkActive(s, 'underline'),
    },
    {
      icon: 'strike',
      label: 'Strikethrough',
      keys: 'Mod-Shift-S',
      run: 'toggleStrike',
      isActive: (s) => isMarkActive(s, 'strike'),
    },
    {
      icon: 'code',
      label: 'Inline code',
      keys: 'Mod-E',
      run: 'toggleCode',
      isActive: (s) => isMarkActive(s, 'code'),
    },
    { icon: 'link', label: 'Link', keys: 'Mod-K', run: 'link', isActive: (s) => linkAt(s) !== undefined },
  ],
  [
    {
      icon: 'bullet',
      label: 'Bulleted list',
      keys: 'Mod-Shift-8',
      run: 'toggleBulletList',
      isActive: (s) => isListActive(s, 'bullet'),
    },
    {
      icon: 'ordered',
      label: 'Numbered list',
      keys: 'Mod-Shift-7',
      run: 'toggleOrderedList',
      isActive: (s) => isListActive(s, 'ordered'),
    },
    {
      icon: 'task',
      label: 'Task list',
      keys: 'Mod-Shift-9',
      run: 'toggleTaskList',
      isActive: (s) => isListActive(s, 'task'),
    },
    { icon: 'quote', label: 'Quote', keys: 'Mod-Shift-B', run: 'toggleQuote', isActive: isQuoteActive },
    {
      icon: 'code-block',
      label: 'Code block',
      keys: 'Mod-Alt-C',
      run: 'toggleCodeBlock',
      isActive: isCodeBlockActive,
    },
    { icon: 'divider', label: 'Divider', run: 'insertDivider' },
  ],
  [
    { icon: 'undo', label: 'Undo', keys: 'Mod-Z', run: 'undo' },
    { icon: 'redo', label: 'Redo', keys: 'Mod-Shift-Z', run: 'redo' },
  ],
]

/** `Mod-Shift-8` as people of the platform read it: `⇧⌘8`, or `Ctrl+Shift+8`. */
export function shownKeys(keys: string, isApple: boolean): string {
  if (!isApple) return keys.replace('Mod', 'Ctrl').replaceAll('-', '+')
  const parts = keys.split('-')
  // The order in which Apple writes them.
  const signs = [
    ['Alt', '⌥'],
    ['Shift', '⇧'],
    ['Mod', '⌘'],
  ] as const
  const held = signs.filter(([name]) => parts.includes(name)).map(([, sign]) => sign)
  return [...held, parts.at(-1)].join('')
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(keys: string, isApple: boolean): string {
  return keys.replace('Mod', isApple ? 'Meta' : 'Control').replaceAll('-', '+')
}
