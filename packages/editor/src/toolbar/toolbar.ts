// The toolbar above the text, in plain DOM. It looks at the editor's state at most once a frame and changes only what
// differs, so it costs a typing person nothing that can be felt.
import type { EditorState } from 'prosemirror-state'
import type { ActionButton } from '../ui/action-button.ts'
import { createActionButton } from '../ui/action-button.ts'
import type { EditorUI } from '../ui/editor-ui.ts'
import { createRovingFocus } from '../ui/roving-focus.ts'
import { createBlockTypeSelect } from './block-type.ts'
import { toolbarLayout, touchTools } from './layout.ts'
import { isTouch, watchKeyboard } from './on-screen-keyboard.ts'

export interface Toolbar {
  readonly element: HTMLElement
  /** Alt-F10 in the text goes here. */
  focus(): void
  /** The state changed; the next frame shows it. */
  changed(): void
  destroy(): void
}

/** `more`: the ids of actions that stand in a group of their own, before the last. */
export function createToolbar(ui: EditorUI, more: readonly string[] = []): Toolbar {
  const { view, actions, translate } = ui
  const document = view.dom.ownerDocument
  const element = document.createElement('div')
  element.className = 'stet-toolbar'
  element.setAttribute('role', 'toolbar')
  element.setAttribute('aria-label', translate('formatting'))
  element.setAttribute('aria-orientation', 'horizontal')

  const blockType = createBlockTypeSelect(ui)
  const buttons: ActionButton[] = []
  element.append(group([blockType.element]))
  const window = document.defaultView
  const touch = window && isTouch(window) ? touchTools : []
  const layout = toolbarLayout.toSpliced(-1, 0, more, touch)
  for (const ids of layout) {
    const found = ids.flatMap((id) => actions.get(id) ?? [])
    if (found.length === 0) continue
    const made = found.map((action) => createActionButton(view, action, translate))
    buttons.push(...made)
    element.append(group(made.map((button) => button.element)))
  }
  const roving = createRovingFocus(element, [blockType.control, ...buttons.map((button) => button.element)])

  element.addEventListener('keydown', (event) => {
    // Escape in the open list of styles closes that list.
    if (event.key !== 'Escape' || event.target instanceof HTMLOptionElement) return
    event.preventDefault()
    view.focus()
  })

  const stopWatching = watchKeyboard(element)
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
    for (const button of buttons) button.update()
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
      stopWatching()
      element.remove()
    },
  }

  function group(controls: readonly HTMLElement[]): HTMLElement {
    const element = document.createElement('div')
    element.className = 'stet-tools'
    element.append(...controls)
    return element
  }
}
