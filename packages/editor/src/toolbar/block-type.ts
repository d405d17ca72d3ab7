// The block type: a native select, because it is the one list every phone, screen reader and keyboard already knows.
import type { HeadingLevel } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import type { EditorCommands } from '../commands.ts'
import { blockAttrs, isTextblock, selectedBlocks } from '../state/blocks.ts'
import { createIcon } from './icons.ts'

interface Choice {
  readonly value: string
  readonly label: string
  readonly run: (commands: EditorCommands) => void
}

/** In groups, as they stand. */
const groups: readonly (readonly Choice[])[] = [
  [
    { value: 'paragraph', label: 'Text', run: (commands) => commands.setParagraph() },
    heading(1),
    heading(2),
    heading(3),
  ],
  [
    { value: 'bullet', label: 'Bulleted list', run: (commands) => commands.toggleBulletList() },
    { value: 'ordered', label: 'Numbered list', run: (commands) => commands.toggleOrderedList() },
    { value: 'task', label: 'Task list', run: (commands) => commands.toggleTaskList() },
  ],
  [{ value: 'code', label: 'Code block', run: (commands) => commands.toggleCodeBlock() }],
]
const choices = groups.flat()

/** Shown, and never offered: what a document may hold that is not chosen here. */
const unoffered: Readonly<Record<string, string>> = {
  'heading-4': 'Heading 4',
  'heading-5': 'Heading 5',
  'heading-6': 'Heading 6',
  mixed: 'Mixed',
}

export interface BlockTypeSelect {
  readonly element: HTMLElement
  readonly control: HTMLSelectElement
  update(state: EditorState): void
}

/** `done` is called after a choice with the mouse or a finger. */
export function createBlockTypeSelect(
  document: Document,
  commands: EditorCommands,
  done: () => void,
): BlockTypeSelect {
  const element = document.createElement('span')
  element.className = 'stet-block-type'
  const control = document.createElement('select')
  control.setAttribute('aria-label', 'Text style')
  control.title = 'Text style (Ctrl+Alt+0 to 3)'
  for (const [index, group] of groups.entries()) {
    if (index > 0) control.append(document.createElement('hr'))
    for (const { value, label } of group) control.append(option(value, label))
  }
  const extra = option('', '')
  extra.disabled = true
  element.append(control, createIcon(document, 'chevron'))

  // With the keyboard each arrow press may be a change; the focus stays until Escape. A mouse goes back to writing.
  let byKeyboard = false
  control.addEventListener('keydown', () => {
    byKeyboard = true
  })
  control.addEventListener('pointerdown', () => {
    byKeyboard = false
  })
  control.addEventListener('change', () => {
    choices.find(({ value }) => value === control.value)?.run(commands)
    if (!byKeyboard) done()
  })
  return {
    element,
    control,
    update(state) {
      const value = blockType(state)
      if (control.value === value) return
      const words = unoffered[value]
      if (words === undefined) extra.remove()
      else {
        extra.value = value
        extra.textContent = words
        control.append(extra)
      }
      control.value = value
    },
  }

  function option(value: string, label: string): HTMLOptionElement {
    const option = document.createElement('option')
    option.value = value
    option.textContent = label
    option.dataset['stetType'] = value
    return option
  }
}

function heading(level: HeadingLevel): Choice {
  return {
    value: `heading-${level}`,
    label: `Heading ${level}`,
    run: (commands) => commands.setHeading({ level }),
  }
}

/** What all selected blocks are, or `mixed`. */
export function blockType(state: EditorState): string {
  const found = new Set(
    selectedBlocks(state).map(({ node }) => {
      if (!isTextblock(node)) return 'code'
      const { kind, level } = blockAttrs(node)
      return kind === 'heading' ? `heading-${level}` : kind
    }),
  )
  const [only = 'paragraph'] = found
  return found.size > 1 ? 'mixed' : only
}
