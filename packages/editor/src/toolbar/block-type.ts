// The block type: a native select, because it is the one list every phone, screen reader and keyboard already knows.
import type { EditorState } from 'prosemirror-state'
import { runAction } from '../actions/action.ts'
import type { MessageKey } from '../messages/english.ts'
import { blockAttrs, isTextblock, selectedBlocks } from '../state/blocks.ts'
import type { EditorUI } from '../ui/editor-ui.ts'
import { createIcon } from '../ui/icons.ts'
import { isApplePlatform, shownKeys } from '../ui/keys.ts'
import { textStyles } from './layout.ts'

/** Shown, and never offered: what a document may hold that is not chosen here. */
const unoffered: Readonly<Record<string, MessageKey>> = {
  'heading-4': 'heading4',
  'heading-5': 'heading5',
  'heading-6': 'heading6',
  mixed: 'mixed',
}

export interface BlockTypeSelect {
  readonly element: HTMLElement
  readonly control: HTMLSelectElement
  update(state: EditorState): void
}

export function createBlockTypeSelect({ view, actions, translate }: EditorUI): BlockTypeSelect {
  const document = view.dom.ownerDocument
  const element = document.createElement('span')
  element.className = 'stet-block-type'
  const control = document.createElement('select')
  control.setAttribute('aria-label', translate('textStyle'))
  control.title = `${translate('textStyle')} (${shownKeys('Mod-Alt-0', isApplePlatform())} – 3)`
  const chosen = new Map<string, string>()
  for (const group of textStyles) {
    const offered = group.filter(({ action }) => actions.get(action) !== undefined)
    if (chosen.size > 0 && offered.length > 0) control.append(document.createElement('hr'))
    for (const { value, action } of offered) {
      chosen.set(value, action)
      control.append(option(value, translate(actions.get(action)?.label ?? 'mixed')))
    }
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
    const action = actions.get(chosen.get(control.value) ?? '')
    if (action) runAction(view, action)
    if (!byKeyboard) view.focus()
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
        extra.textContent = translate(words)
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
