// The small toolbar at selected text. It waits until the mouse is released, leaves when the selection does, and after
// Escape stays away until something else is selected. All it does is in the main toolbar too, so the keyboard needs no way
// into it. On touch screens the system has a menu of its own at the selection, and the main toolbar stays in reach.
import type { EditorState } from 'prosemirror-state'
import { Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { ActionButton } from '../../ui/action-button.ts'
import { createActionButton } from '../../ui/action-button.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import { createRovingFocus } from '../../ui/roving-focus.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import type { Feature } from '../feature.ts'

const layout = [
  'toggleBold',
  'toggleItalic',
  'toggleUnderline',
  'toggleStrike',
  'toggleCode',
  'openColors',
  'link',
] as const

export function bubbleToolbar(menu: MenuContext): Feature {
  return { name: 'bubble-toolbar', plugins: [new Plugin({ view: (view) => createBubble(view, menu) })] }
}

function createBubble(view: EditorView, { host, translate, actions }: MenuContext) {
  const document = host.ownerDocument
  let buttons: readonly ActionButton[] | undefined
  let dismissed: EditorState['selection'] | undefined
  let pressed = false
  let frame = 0
  const popup = createPopup({
    document,
    host,
    className: 'stet-bubble',
    role: 'toolbar',
    label: translate('bubbleToolbar'),
    onDismiss(by) {
      if (by === 'escape') dismissed = view.state.selection
    },
  })

  function soon(): void {
    frame ||= requestAnimationFrame(show)
  }

  function show(): void {
    frame = 0
    if (view.isDestroyed) return
    if (!wanted()) return popup.close()
    buttons ??= fill()
    for (const button of buttons) button.update()
    popup.open(selectionAnchor(view), 'top')
  }

  // Made at the first selection: most editors on a page are read before they are written in.
  function fill(): readonly ActionButton[] {
    const made = layout.flatMap((id) => {
      const action = actions().get(id)
      return action ? [createActionButton(view, action, translate)] : []
    })
    popup.element.append(...made.map(({ element }) => element))
    createRovingFocus(
      popup.element,
      made.map(({ element }) => element),
    )
    return made
  }

  function wanted(): boolean {
    const { selection } = view.state
    if (pressed || !view.editable || !(selection instanceof TextSelection) || selection.empty) return false
    if (dismissed?.eq(selection)) return false
    if (!view.hasFocus() && !popup.element.contains(document.activeElement)) return false
    // Several blocks of code, or nothing but line ends.
    return view.state.doc.textBetween(selection.from, selection.to).trim() !== '' && !isCode(view.state)
  }

  function onPointerDown(event: PointerEvent): void {
    pressed = event.pointerType === 'touch' || view.dom.contains(event.target as Node | null)
    if (pressed) soon()
  }

  function onPointerUp(event: PointerEvent): void {
    pressed = event.pointerType === 'touch'
    soon()
  }

  document.addEventListener('pointerdown', onPointerDown, true)
  document.addEventListener('pointerup', onPointerUp, true)
  view.dom.addEventListener('focus', soon)
  view.dom.addEventListener('blur', soon)

  return {
    update(_view: EditorView, before: EditorState) {
      if (dismissed && !dismissed.eq(view.state.selection)) dismissed = undefined
      if (popup.isOpen || !view.state.selection.empty || !before.selection.empty) soon()
    },
    destroy() {
      cancelAnimationFrame(frame)
      document.removeEventListener('pointerdown', onPointerDown, true)
      document.removeEventListener('pointerup', onPointerUp, true)
      view.dom.removeEventListener('focus', soon)
      view.dom.removeEventListener('blur', soon)
      popup.destroy()
    },
  }
}

function isCode({ selection: { $from, $to } }: EditorState): boolean {
  return $from.parent.type.spec.code === true || $to.parent.type.spec.code === true
}
