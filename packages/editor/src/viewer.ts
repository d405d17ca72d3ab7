// `@stet/editor/viewer`: shows a document for reading, as the editor shows it, and nothing more: no ProseMirror, no Yjs, some ten
// kilobytes. Styles are in `@stet/editor/viewer.css`. Only formulas need more, which is loaded when there is one.
import type { DocumentJSON, Drawing, TextDirection } from '@stet/document/static'
import { drawDocument } from '@stet/document/static'

export interface ViewerOptions {
  /** The address a stored picture is loaded from; undefined for one that is not to be loaded. Default: as it is stored. */
  readonly addressOf?: (src: string) => string | undefined
  /** The name of the button at a section that can be folded. Default "Fold or unfold". */
  readonly foldLabel?: string
}

export interface Viewer {
  readonly element: HTMLElement
  /** Another state of the document. What did not change is not drawn anew, and stays folded. */
  show(content: DocumentJSON): void
  destroy(): void
}

interface Block {
  readonly drawn: string
  readonly node: HTMLElement
}

/** Puts the document into `element`. Throws a TypeError for what is no document's JSON. */
export function showDocument(
  element: HTMLElement,
  content: DocumentJSON,
  options: ViewerOptions = {},
): Viewer {
  const { ownerDocument: page } = element
  const root = page.createElement('div')
  const sheet = page.createElement('div')
  const text = page.createElement('div')
  root.className = 'stet-editor stet-viewer'
  sheet.className = 'stet-page'
  text.className = 'ProseMirror'
  sheet.append(text)
  root.append(sheet)
  let blocks: readonly Block[] = []
  let base: TextDirection = 'ltr'

  function show(next: DocumentJSON): void {
    const drawings = drawDocument(next, { base })
    const known = new Map<string, HTMLElement[]>()
    for (const { drawn, node } of blocks) known.set(drawn, [...(known.get(drawn) ?? []), node])
    blocks = drawings.map((drawing) => {
      const drawn = JSON.stringify(drawing)
      return { drawn, node: known.get(drawn)?.shift() ?? draw(page, drawing, options) }
    })
    // Each is put where it belongs; one that stands there is not moved, as that would load frames and pictures anew.
    let place = text.firstElementChild
    for (const { node } of blocks) {
      if (node === place) place = place.nextElementSibling
      else text.insertBefore(node, place)
    }
    while (place) {
      const after: Element | null = place.nextElementSibling
      place.remove()
      place = after
    }
    void typesetIn(text)
  }

  element.append(root)
  base = page.defaultView?.getComputedStyle(root).direction === 'rtl' ? 'rtl' : 'ltr'
  try {
    show(content)
  } catch (error) {
    root.remove()
    throw error
  }
  return { element: root, show, destroy: () => root.remove() }
}

function draw(page: Document, [tag, attributes, ...content]: Drawing, options: ViewerOptions): HTMLElement {
  const { foldLabel = 'Fold or unfold' } = options
  const element = page.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    const given = tag === 'img' && name === 'src' ? addressFor(value, options) : value
    if (given !== undefined) element.setAttribute(name, given)
  }
  element.append(...content.map((part) => (typeof part === 'string' ? part : draw(page, part, options))))
  if (element.classList.contains('stet-toggle')) element.prepend(foldButton(element, foldLabel))
  return element
}

function addressFor(src: string, { addressOf }: ViewerOptions): string | undefined {
  return addressOf ? addressOf(src) : src
}

function foldButton(toggle: HTMLElement, label: string): HTMLElement {
  const button = toggle.ownerDocument.createElement('button')
  button.type = 'button'
  button.className = 'stet-toggle-fold'
  button.setAttribute('aria-label', label)
  button.setAttribute('aria-expanded', 'true')
  button.title = label
  button.addEventListener('click', () => {
    const isFolded = toggle.classList.toggle('stet-folded')
    button.setAttribute('aria-expanded', String(!isFolded))
  })
  return button
}

/** Formulas are their source until this is there, and where it cannot be loaded. */
async function typesetIn(text: HTMLElement): Promise<void> {
  const formulas = text.querySelectorAll<HTMLElement>(
    '.stet-math:not(:has(math)), .stet-math-block:not(:has(.stet-math-preview))',
  )
  if (formulas.length === 0) return
  const loaded = await import('./features/math/typeset.ts').catch(() => undefined)
  if (!loaded) return
  for (const formula of formulas) {
    const display = formula.classList.contains('stet-math-block')
    const result = loaded.typeset((formula.textContent ?? '').trim(), { display })
    if (!result.ok) continue
    if (display) {
      const preview = formula.ownerDocument.createElement('div')
      preview.className = 'stet-math-preview'
      preview.append(result.element)
      formula.append(preview)
    } else formula.replaceChildren(result.element)
  }
}
