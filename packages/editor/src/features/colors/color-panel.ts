// The panel of swatches: a row for the text and a row for what lies behind it. The arrow keys move, Enter or Space puts the
// colour on, Escape goes back to the text.
import { paletteColors } from '@stet/document'
import type { PaletteColor } from '@stet/document'
import type { EditorView } from 'prosemirror-view'
import type { MessageKey } from '../../messages/english.ts'
import { createIcon } from '../../ui/icons.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import { hideLinkTarget, showLinkTarget } from '../link/link-target.ts'
import type { ColoredMark } from './color-commands.ts'
import { activeColor, colorCommands } from './color-commands.ts'

interface Row {
  readonly mark: ColoredMark
  readonly name: MessageKey
  /** What the first swatch, which takes the colour away, is called. */
  readonly none: MessageKey
}

const rows: readonly Row[] = [
  { mark: 'text_color', name: 'textColor', none: 'colorDefault' },
  { mark: 'highlight', name: 'highlightColor', none: 'highlightNone' },
]

export function openColorPanel(view: EditorView, { host, translate }: MenuContext): void {
  const document = host.ownerDocument
  const popup = createPopup({
    document,
    host,
    className: 'stet-colors',
    role: 'dialog',
    label: translate('openColors'),
    onDismiss: (by) => left(by === 'escape'),
  })
  const swatches = rows.map((row) => [null, ...paletteColors].map((color) => createSwatch(row, color)))
  for (const [at, row] of rows.entries()) popup.element.append(createRow(row, swatches[at] ?? []))

  popup.element.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') {
      event.preventDefault()
      popup.close()
      left(true)
      return
    }
    const to = next(event)
    if (!to) return
    event.preventDefault()
    event.stopPropagation()
    to.focus()
  })
  popup.open(selectionAnchor(view))
  view.dispatch(showLinkTarget(view.state))
  const current = swatches.flat().find((swatch) => swatch.getAttribute('aria-checked') === 'true')
  ;(current ?? swatches[0]?.[0])?.focus()

  function left(refocus: boolean): void {
    if (view.isDestroyed) return
    view.dispatch(hideLinkTarget(view.state))
    if (refocus) view.focus()
  }

  function createRow({ name }: Row, buttons: readonly HTMLElement[]): HTMLElement {
    const group = document.createElement('div')
    group.className = 'stet-color-row'
    group.setAttribute('role', 'radiogroup')
    group.setAttribute('aria-label', translate(name))
    const words = document.createElement('div')
    words.className = 'stet-option-group-name'
    words.setAttribute('aria-hidden', 'true')
    words.textContent = translate(name)
    const line = document.createElement('div')
    line.className = 'stet-swatches'
    line.append(...buttons)
    group.append(words, line)
    return group
  }

  function createSwatch({ mark, none }: Row, color: PaletteColor | null): HTMLButtonElement {
    const button = document.createElement('button')
    const label = translate(color === null ? none : `color_${color}`)
    button.type = 'button'
    button.className = 'stet-swatch'
    button.dataset['stetSwatch'] = mark
    if (color !== null) button.dataset['color'] = color
    button.title = label
    button.setAttribute('role', 'radio')
    button.setAttribute('aria-label', label)
    const isOn = activeColor(view.state, mark) === color
    button.setAttribute('aria-checked', String(isOn))
    if (mark === 'text_color') button.textContent = 'A'
    else if (color === null) button.append(createIcon(document, 'none'))
    button.addEventListener('click', () => {
      popup.close()
      left(false)
      const command = mark === 'highlight' ? colorCommands.setHighlight : colorCommands.setTextColor
      command({ color })(view.state, view.dispatch)
      view.focus()
    })
    return button
  }

  function next({ key }: KeyboardEvent): HTMLElement | undefined {
    const row = swatches.findIndex((line) => line.some((each) => each === document.activeElement))
    const line = swatches[row]
    if (!line) return undefined
    const at = line.findIndex((each) => each === document.activeElement)
    const step = getComputedStyle(popup.element).direction === 'rtl' ? -1 : 1
    const count = line.length
    if (key === 'ArrowRight') return line[(at + step + count) % count]
    if (key === 'ArrowLeft') return line[(at - step + count) % count]
    if (key === 'ArrowDown') return swatches[(row + 1) % swatches.length]?.[at]
    if (key === 'ArrowUp') return swatches[(row - 1 + swatches.length) % swatches.length]?.[at]
    if (key === 'Home') return line[0]
    if (key === 'End') return line[count - 1]
    return undefined
  }
}
