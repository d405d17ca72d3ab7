// The toolbar above the text, in plain DOM. It looks at the editor's state at most once a frame and changes only what
// differs, so it costs a typing person nothing that can be felt.
import type { EditorState } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { EditorCommands } from '../commands.ts'
import { createBlockTypeSelect } from './block-type.ts'
import { createIcon } from './icons.ts'
import type { ToolbarItem } from './items.ts'
import { ariaKeys, shownKeys, toolbarGroups } from './items.ts'
import { createRovingFocus } from './roving-focus.ts'

export interface Toolbar {
  readonly element: HTMLElement
  /** Alt-F10 in the text goes here. */
  focus(): void
  /** The state changed; the next frame shows it. */
  changed(): void
  destroy(): void
}

export interface ToolbarOptions {
  readonly view: EditorView
  readonly commands: EditorCommands
  readonly can: EditorCommands
  readonly openLinkForm: () => void
}

export function createToolbar(document: Document, options: ToolbarOptions): Toolbar {
  const { view, commands, can, openLinkForm } = options
  const isApple = /Mac|iP(?:hone|ad|od)/.test(navigator.platform)
  const element = document.createElement('div')
  element.className = 'stet-toolbar'
  element.setAttribute('role', 'toolbar')
  element.setAttribute('aria-label', 'Formatting')
  element.setAttribute('aria-orientation', 'horizontal')

  const blockType = createBlockTypeSelect(document, commands, () => view.focus())
  const buttons: { readonly item: ToolbarItem; readonly button: HTMLButtonElement }[] = []
  element.append(group([blockType.element]))
  for (const items of toolbarGroups) {
    element.append(
      group(
        items.map((item) => {
          const button = createButton(item)
          buttons.push({ item, button })
          return button
        }),
      ),
    )
  }
  const roving = createRovingFocus(element, [blockType.control, ...buttons.map(({ button }) => button)])

  // A press on a button must not take the caret out of the text.
  element.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
  })
  element.addEventListener('keydown', (event) => {
    // Escape in the open list of styles closes that list.
    if (event.key !== 'Escape' || event.target instanceof HTMLOptionElement) return
    event.preventDefault()
    view.focus()
  })

  let frame = 0
  let shown: EditorState | undefined
  let wasEditable: boolean | undefined
  function show(): void {
    frame = 0
    if (view.isDestroyed || (shown === view.state && wasEditable === view.editable)) return
    shown = view.state
    wasEditable = view.editable
    blockType.update(view.state)
    blockType.control.disabled = !view.editable
    for (const { item, button } of buttons) {
      if (item.isActive) set(button, 'aria-pressed', String(item.isActive(view.state)))
      const possible = item.run === 'link' ? can.setLink({ href: 'https://a.example' }) : can[item.run]()
      set(button, 'aria-disabled', String(!possible))
    }
  }
  show()

  return {
    element,
    focus: () => roving.focus(),
    changed() {
      frame ||= requestAnimationFrame(show)
    },
    destroy() {
      cancelAnimationFrame(frame)
      roving.destroy()
      element.remove()
    },
  }

  function createButton(item: ToolbarItem): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'stet-tool'
    button.setAttribute('aria-label', item.label)
    button.dataset['stetTool'] = item.run
    button.title = item.keys === undefined ? item.label : `${item.label} (${shownKeys(item.keys, isApple)})`
    if (item.keys !== undefined) button.setAttribute('aria-keyshortcuts', ariaKeys(item.keys, isApple))
    button.append(createIcon(document, item.icon))
    button.addEventListener('click', (event) => {
      if (button.getAttribute('aria-disabled') === 'true') return
      if (item.run === 'link') return openLinkForm()
      commands[item.run]()
      // A mouse goes back to writing; a keyboard stays in the toolbar, as screen readers expect.
      if (event.detail > 0) view.focus()
    })
    return button
  }

  function group(controls: readonly HTMLElement[]): HTMLElement {
    const element = document.createElement('div')
    element.className = 'stet-tools'
    element.append(...controls)
    return element
  }
}

/** Alt-F10 moves the focus into the toolbar. */
export function toolbarKey(focusToolbar: () => void): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (event.key !== 'F10' || !event.altKey) return false
        focusToolbar()
        return true
      },
    },
  })
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
