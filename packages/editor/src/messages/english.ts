// Every word the editor shows or speaks, in English. The other languages have the same keys (their type is made from this
// table), so a new sentence cannot be forgotten in one of them. Names in braces are filled in; where a number decides the
// form, there is one form for each of the language's plural categories.

import { textWords } from './text-words.ts'
import type { Plural, TranslationOf } from './words.ts'

export const english = {
  ...textWords,

  // Marks
  toggleBold: 'Bold',
  toggleItalic: 'Italic',
  toggleUnderline: 'Underline',
  toggleStrike: 'Strikethrough',
  toggleCode: 'Inline code',

  // Links
  link: 'Link',
  addLink: 'Add link',
  editLink: 'Edit link',
  linkAddress: 'Address',
  linkPlaceholder: 'Paste or type an address',
  linkApply: 'Apply',
  linkRemove: 'Remove',
  linkUnusable: 'This address cannot be used. Links may begin with https, http, mailto or tel.',

  // Blocks
  setParagraph: 'Text',
  setHeading1: 'Heading 1',
  setHeading2: 'Heading 2',
  setHeading3: 'Heading 3',
  heading4: 'Heading 4',
  heading5: 'Heading 5',
  heading6: 'Heading 6',
  toggleBulletList: 'Bulleted list',
  toggleOrderedList: 'Numbered list',
  toggleTaskList: 'Task list',
  toggleQuote: 'Quote',
  toggleCodeBlock: 'Code block',
  insertDivider: 'Divider',
  mixed: 'Mixed',

  // What people also type to find a block, in the slash menu and the command palette
  setParagraphWords: 'paragraph plain body',
  setHeading1Words: 'title h1 large',
  setHeading2Words: 'subtitle h2 medium',
  setHeading3Words: 'h3 small',
  toggleBulletListWords: 'unordered ul points',
  toggleOrderedListWords: 'ordered ol 123',
  toggleTaskListWords: 'todo checkbox check',
  toggleQuoteWords: 'blockquote citation',
  toggleCodeBlockWords: 'pre program snippet',
  insertDividerWords: 'line rule hr separator',

  // History
  undo: 'Undo',
  redo: 'Redo',

  // Menus
  slashMenu: 'Blocks',
  bubbleToolbar: 'Formatting of the selection',
  openCommandPalette: 'Search the commands',
  palettePlaceholder: 'What would you like to do?',
  showShortcuts: 'Keyboard shortcuts',
  close: 'Close',
  nothingFound: 'Nothing found',
  groupRecent: 'Recent',

  // Blocks as a whole
  blockMenu: 'Block',
  blockHandle: 'Click for the menu, drag to move',
  openBlockMenu: 'Block menu',
  turnInto: 'Turn into',
  moveBlockUp: 'Move up',
  moveBlockDown: 'Move down',
  duplicateBlock: 'Duplicate',
  deleteBlock: 'Delete',
  copyBlockLink: 'Copy link to block',

  // The toolbar
  formatting: 'Formatting',
  textStyle: 'Text style',

  // Groups of actions
  groupText: 'Text',
  groupMarks: 'Formatting',
  groupLists: 'Lists',
  groupInsert: 'Insert',
  groupTable: 'Table',
  groupHistory: 'History',
  groupView: 'View',
  // Find and replace
  find: 'Find',
  findAndReplace: 'Find and replace',
  findTerm: 'Find in the document',
  findReplacement: 'Replace with',
  findNext: 'Next match',
  findPrevious: 'Previous match',
  findMatchCase: 'Match case',
  findWholeWord: 'Whole words',
  findRegex: 'Regular expression',
  findShowReplace: 'Show replace',
  findCount: '{index} of {count}',
  findCountMany: '{index} of more than {count}',
  findInvalid: 'This is not a valid expression: {reason}',
  replace: 'Replace',
  replaceAll: 'Replace all',
  replacedCount: { one: '{count} replaced', other: '{count} replaced' },

  // More formatting
  toggleSubscript: 'Subscript',
  toggleSuperscript: 'Superscript',
  clearFormatting: 'Clear formatting',
  openColors: 'Colours',
  openColorsWords: 'color highlight marker background text',
  toggleHighlight: 'Highlight',
  textColor: 'Text colour',
  highlightColor: 'Highlight colour',
  colorDefault: 'Default colour',
  highlightNone: 'No highlight',
  color_gray: 'Grey',
  color_brown: 'Brown',
  color_orange: 'Orange',
  color_yellow: 'Yellow',
  color_green: 'Green',
  color_blue: 'Blue',
  color_purple: 'Purple',
  color_pink: 'Pink',
  color_red: 'Red',

  // Code
  plainText: 'Plain text',
  codeLanguage: 'Language: {language}',
  chooseCodeLanguage: 'Language of the code',
  chooseCodeLanguageWords: 'syntax highlighting',
  searchLanguages: 'Search languages',
  languages: 'Languages',
  copyCode: 'Copy code',
  codeCopied: 'Copied',

  // People and emoji
  people: 'People',
  insertMention: 'Mention',
  insertMentionWords: 'person people name at',
  emoji: 'Emoji',
  insertEmoji: 'Emoji',
  insertEmojiWords: 'smiley symbol face',

  // Formulas
  insertMath: 'Formula',
  insertMathWords: 'math equation tex latex inline',
  insertMathBlock: 'Block formula',
  insertMathBlockWords: 'math equation tex latex display',
  editMath: 'Edit formula',
  mathSource: 'Formula in TeX',
  mathEmpty: 'Empty formula',
  mathProblem: 'This cannot be typeset: {reason}',
  mathApply: 'Done',

  // Embedded pages
  insertEmbed: 'Embed',
  insertEmbedWords: 'video youtube vimeo loom iframe',
  embedAddress: 'Address of a video',
  embedApply: 'Embed',
  embedUnknown: 'Only pages of {providers} can be shown here. Paste others as links.',
  embedOffer: 'Pasted link',
  embedAsPage: 'Show the video here',
  embedAsLink: 'Keep the link',
  embedLoad: 'Load from {provider}',
  embedPrivacy: 'Until then {provider} learns nothing about you.',
  embedTitle: '{provider}: {title}',

  // The card of a link
  linkCard: 'Link to {address}',
  linkOpen: 'Open',
  linkCopy: 'Copy address',
  linkCopied: 'Copied',
  linkEdit: 'Edit',

  // Callouts and toggles
  calloutRemove: 'Remove the box, keep the text',
  calloutWords: 'callout box info hint admonition',
  toggleToggle: 'Foldable section',
  toggleToggleWords: 'toggle details collapse accordion fold',
  continueBelow: 'Continue below the box or table',

  // Tables
  insertTable: 'Table',
  insertTableWords: 'grid spreadsheet rows columns',
  chooseTableSize: 'Table of a size…',
  tableSize: 'Size of the table',
  tableSizeChosen: '{columns} × {rows}',
  openTableMenu: 'Table menu',
  rowMenu: 'Row',
  columnMenu: 'Column',
  cellsMenu: 'Cells',
  addRowBefore: 'Insert row above',
  addRowAfter: 'Insert row below',
  addColumnBefore: 'Insert column left',
  addColumnAfter: 'Insert column right',
  moveRowUp: 'Move row up',
  moveRowDown: 'Move row down',
  moveColumnLeft: 'Move column left',
  moveColumnRight: 'Move column right',
  duplicateRow: 'Duplicate row',
  duplicateColumn: 'Duplicate column',
  deleteRow: 'Delete row',
  deleteColumn: 'Delete column',
  deleteTable: 'Delete table',
  mergeCells: 'Merge cells',
  splitCell: 'Split cell',
  clearCells: 'Clear cells',
  toggleHeaderRow: 'Header row',
  toggleHeaderColumn: 'Header column',
  alignCellsLeft: 'Align left',
  alignCellsCenter: 'Align centre',
  alignCellsRight: 'Align right',
  widenColumn: 'Wider column',
  narrowColumn: 'Narrower column',
  resetColumns: 'Fit columns to text',
  resizeColumn: 'Drag to change the width',
  addRowAtEnd: 'Add a row',
  addColumnAtEnd: 'Add a column',
  // Pictures
  insertImage: 'Image',
  insertImageWords: 'picture photo upload figure',
  imageTools: 'Picture',
  imageAlt: 'Description',
  imageAltHelp: 'What the picture shows, for people who cannot see it',
  imageSmaller: 'Smaller',
  imageLarger: 'Larger',
  imageOriginalSize: 'Original size',
  imageReplace: 'Replace',
  imageDelete: 'Delete picture',
} as const satisfies Record<string, string | Plural>

export type Messages = TranslationOf<typeof english>
export type MessageKey = keyof Messages
