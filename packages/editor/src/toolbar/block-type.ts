// The block type: a native select, because it is the one list every phone, screen reader and keyboard already knows.
import type { HeadingLevel } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import type { EditorCommands } from '../commands.ts'
import { blockAttrs, isTextblock, selectedBlocks } from '../state/blocks.ts'

const choices = [
  { value: 'paragraph', label: 'Text' },
  { value: 'heading-1', label: 'Heading 1' },
  { value: 'heading-2', label: 'Heading 2' },
  { value: 'heading-3', label: 'Heading 3' },
] as const

type Choice = (typeof choices)[number]['value']

export interface BlockTypeSelect {
  readonly element: HTMLSelectElement
  update(state: EditorState): void
}

/** `done` is called after a choice with the mouse or a finger. */
export function createBlockTypeSelect(
  document: Document,
  commands: EditorCommands,
  done: () => void,
): BlockTypeSelect {
  const element = document.createElement('select')
  element.className = 'stet-block-type'
  element.setAttribute('aria-label', 'Text style')
  element.title = 'Text style (Ctrl+Alt+0 to 3)'
  for (const { value, label } of choices) {
    const option = document.createElement('option')
    option.value = value
    option.textContent = label
    element.append(option)
  }
  // With the keyboard each arrow press may be a change; the focus stays until Escape. A mouse goes back to writing.
  let byKeyboard = false
  element.addEventListener('keydown', () => {
    byKeyboard = true
  })
  element.addEventListener('pointerdown', () => {
    byKeyboard = false
  })
  element.addEventListener('change', () => {
    const level = /^heading-([1-6])$/.exec(element.value)?.[1]
    if (level === undefined) commands.setParagraph()
    else commands.setHeading({ level: Number(level) as HeadingLevel })
    if (!byKeyboard) done()
  })
  return {
    element,
    update(state) {
      const value = blockType(state)
      if (element.value !== value) element.value = value
    },
  }
}

/** The choice that all selected blocks have, or the empty string: lists, code, or several kinds at once. */
function blockType(state: EditorState): Choice | '' {
  const blocks = selectedBlocks(state)
  const found = new Set(
    blocks.map(({ node }): Choice | '' => {
      if (!isTextblock(node)) return ''
      const { kind, level } = blockAttrs(node)
      if (kind === 'heading') return choices.find(({ value }) => value === `heading-${level}`)?.value ?? ''
      return kind === 'paragraph' ? 'paragraph' : ''
    }),
  )
  if (blocks.length === 0) return 'paragraph'
  const [only = ''] = found
  return found.size === 1 ? only : ''
}
