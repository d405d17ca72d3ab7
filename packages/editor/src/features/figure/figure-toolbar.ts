// The buttons at a selected picture, and the form for its description.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { deleteSelection } from 'prosemirror-commands'
import type { MessageKey } from '../../messages/english.ts'
import { createIcon } from '../../ui/icons.ts'
import type { IconName } from '../../ui/icons.ts'
import { createPopup } from '../../ui/popup.ts'
import type { Popup } from '../../ui/popup.ts'
import { createRovingFocus } from '../../ui/roving-focus.ts'
import type { SelectedFigure } from './figure-commands.ts'
import { selectedFigure, setFigureAlt, setFigureWidth } from './figure-commands.ts'
import { resizeStep } from './figure-resize.ts'
import type { Translator } from '../../messages/translate.ts'

export interface FigureToolsOptions {
  /** The editor's root. */
  readonly host: HTMLElement
  readonly translate: Translator
  /** Asks for another picture in place of the one at `pos`. Absent: pictures cannot be uploaded. */
  readonly replace?: ((view: EditorView, pos: number) => void) | undefined
}

export interface FigureToolbar {
  readonly isOpen: boolean
  /** In the buttons or in the form. */
  hasFocus(): boolean
  focus(): void
  open(picture: Element, figure: SelectedFigure): void
  close(): void
  destroy(): void
}

/** As `maxAltLength` of the schema: what is longer is cut off there. */
const maxAlt = 2000

export function createFigureToolbar(
  view: EditorView,
  { host, translate, replace, onEscape }: FigureToolsOptions & { readonly onEscape: () => void },
): FigureToolbar {
  const document = host.ownerDocument
  const popup = createPopup({
    document,
    host,
    className: 'stet-bubble',
    role: 'toolbar',
    label: translate('imageTools'),
    onDismiss: (by) => {
      if (by === 'escape') onEscape()
    },
  })
  let shown: Element | undefined
  let form: { readonly popup: Popup; readonly pos: number } | undefined
  const alt = button('imageAlt', 'alt', openForm)
  const original = button('imageOriginalSize', 'original-size', (figure) =>
    setFigureWidth(figure.pos, null)(view.state, view.dispatch),
  )
  const buttons = [
    alt,
    button('imageSmaller', 'narrower', () => run(resizeStep(-1))),
    button('imageLarger', 'wider', () => run(resizeStep(1))),
    original,
    ...(replace ? [button('imageReplace', 'swap', ({ pos }) => replace(view, pos))] : []),
    button('imageDelete', 'trash', () => {
      run(deleteSelection)
      view.focus()
    }),
  ]
  popup.element.append(...buttons)
  const roving = createRovingFocus(popup.element, buttons)

  return {
    get isOpen() {
      return popup.isOpen
    },
    hasFocus: () =>
      popup.element.contains(document.activeElement) ||
      form?.popup.element.contains(document.activeElement) === true,
    focus: () => roving.focus(),
    open(picture, { node, pos }) {
      if (form && form.pos !== pos) closeForm()
      if (form) return popup.close()
      original.setAttribute('aria-disabled', String(node.attrs['width'] === null))
      const described = typeof node.attrs['alt'] === 'string' && node.attrs['alt'] !== ''
      alt.dataset['stetMissing'] = String(!described)
      if (popup.isOpen && shown === picture) return
      shown = picture
      popup.open(picture, 'top')
    },
    close() {
      closeForm()
      popup.close()
    },
    destroy() {
      form?.popup.destroy()
      popup.destroy()
    },
  }

  function run(command: Command): void {
    command(view.state, view.dispatch, view)
  }

  function openForm({ node, pos }: SelectedFigure): void {
    const picture = shown
    if (!picture) return
    const { element, input } = createForm(String(node.attrs['alt'] ?? ''))
    const altPopup = createPopup({
      document,
      host,
      className: 'stet-link-popover stet-alt-popover',
      role: 'dialog',
      label: translate('imageAlt'),
      onDismiss(by) {
        form = undefined
        // Elsewhere is as good as "Apply": what was written is not thrown away.
        if (by === 'press') save(pos, input.value)
        else view.focus()
      },
    })
    popup.close()
    altPopup.element.append(element)
    form = { popup: altPopup, pos }
    altPopup.open(picture, 'bottom')
    input.focus()
    element.addEventListener('submit', (event) => {
      event.preventDefault()
      save(pos, input.value)
      closeForm()
      view.focus()
    })
  }

  function closeForm(): void {
    form?.popup.destroy()
    form = undefined
  }

  function save(pos: number, value: string): void {
    // The picture may have moved meanwhile: it is the selected one.
    const at = selectedFigure(view.state)?.pos ?? pos
    if (view.editable) setFigureAlt(at, value.trim())(view.state, view.dispatch)
  }

  function createForm(value: string): {
    readonly element: HTMLFormElement
    readonly input: HTMLTextAreaElement
  } {
    const element = document.createElement('form')
    const label = document.createElement('label')
    label.className = 'stet-alt-label'
    label.textContent = translate('imageAltHelp')
    const input = document.createElement('textarea')
    input.rows = 3
    input.maxLength = maxAlt
    input.value = value
    input.setAttribute('aria-label', translate('imageAlt'))
    // One line of text, as long as it needs to be: Enter is "Apply".
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return
      event.preventDefault()
      element.requestSubmit()
    })
    const apply = document.createElement('button')
    apply.type = 'submit'
    apply.className = 'stet-button'
    apply.textContent = translate('linkApply')
    element.append(label, input, apply)
    return { element, input }
  }

  function button(
    label: MessageKey,
    icon: IconName,
    act: (figure: SelectedFigure) => void,
  ): HTMLButtonElement {
    const element = document.createElement('button')
    element.type = 'button'
    element.className = 'stet-tool'
    element.dataset['stetTool'] = label
    element.title = translate(label)
    element.setAttribute('aria-label', translate(label))
    element.append(createIcon(document, icon))
    // A press must not take the caret out of the text.
    element.addEventListener('mousedown', (event) => event.preventDefault())
    element.addEventListener('click', () => {
      const figure = selectedFigure(view.state)
      if (figure && view.editable && element.getAttribute('aria-disabled') !== 'true') act(figure)
    })
    return element
  }
}
