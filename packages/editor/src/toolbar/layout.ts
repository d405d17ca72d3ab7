// What stands in the toolbar, by the ids of actions. An action whose feature is left out leaves no gap.

/** In groups, as they stand; the last one stands at the far end. */
export const toolbarLayout: readonly (readonly string[])[] = [
  ['toggleBold', 'toggleItalic', 'toggleUnderline', 'toggleStrike', 'toggleCode', 'openColors', 'link'],
  [
    'toggleBulletList',
    'toggleOrderedList',
    'toggleTaskList',
    'toggleQuote',
    'toggleCodeBlock',
    'insertDivider',
    'chooseTableSize',
    'insertImage',
  ],
  ['undo', 'redo'],
]

/** What a mouse finds beside the text and a finger does not: with touch, before the last group. */
export const touchTools: readonly string[] = [
  'openBlockMenu',
  'moveBlockUp',
  'moveBlockDown',
  'openCommandPalette',
]

/** The choices of the text style list, in groups. */
export const textStyles: readonly (readonly { readonly value: string; readonly action: string }[])[] = [
  [
    { value: 'paragraph', action: 'setParagraph' },
    { value: 'heading-1', action: 'setHeading1' },
    { value: 'heading-2', action: 'setHeading2' },
    { value: 'heading-3', action: 'setHeading3' },
  ],
  [
    { value: 'bullet', action: 'toggleBulletList' },
    { value: 'ordered', action: 'toggleOrderedList' },
    { value: 'task', action: 'toggleTaskList' },
  ],
  [{ value: 'code', action: 'toggleCodeBlock' }],
]
