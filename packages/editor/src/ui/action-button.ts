// A button for an action: named, with its shortcut in the tooltip, pressed while the action is on, and still there for the
// keyboard when it cannot be used (`aria-disabled`), so that nothing jumps under the finger.
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../actions/action.ts'
import { canRun, runAction } from '../actions/action.ts'
import type { Translator } from '../messages/translate.ts'
import { createIcon } from './icons.ts'
import { ariaKeys, isApplePlatform, shownKeys } from './keys.ts'

export interface ActionButton {
  readonly element: HTMLButtonElement
  /** Shows whether the action is on, and possible, at the selection. */
  update(): void
}

export function createActionButton(view: EditorView, action: Action, translate: Translator): ActionButton {
  const document = view.dom.ownerDocument
  const isApple = isApplePlatform()
  const element = document.createElement('button')
  const label = translate(action.label)
  element.type = 'button'
  element.className = 'stet-tool'
  element.setAttribute('aria-label', label)
  element.dataset['stetTool'] = action.id
  element.title = action.keys === undefined ? label : `${label} (${shownKeys(action.keys, isApple)})`
  if (action.keys !== undefined) element.setAttribute('aria-keyshortcuts', ariaKeys(action.keys, isApple))
  element.append(createIcon(document, action.icon))
  // A press must not take the caret out of the text.
  element.addEventListener('mousedown', (event) => event.preventDefault())
  element.addEventListener('click', (event) => {
    if (element.getAttribute('aria-disabled') === 'true') return
    const focused = document.activeElement
    runAction(view, action)
    // A mouse goes back to writing (unless the action opened a form); a keyboard stays, as screen readers expect.
    if (event.detail > 0 && document.activeElement === focused) view.focus()
  })
  return {
    element,
    update() {
      if (action.isActive) set(element, 'aria-pressed', String(action.isActive(view.state)))
      set(element, 'aria-disabled', String(!canRun(view, action)))
    },
  }
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
