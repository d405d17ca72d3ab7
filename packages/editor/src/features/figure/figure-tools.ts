// The small toolbar at a selected picture: its description, its size, another picture in its place, and away with it. Tab in
// the text goes into it, Escape comes back. What it is made of is loaded when the first picture is selected.
import type { EditorState } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Feature } from '../feature.ts'
import { selectedFigure } from './figure-commands.ts'
import type { FigureToolbar, FigureToolsOptions } from './figure-toolbar.ts'

export function figureMenus(options: FigureToolsOptions): Feature {
  return { name: 'figure-menus', plugins: [figureTools(options)] }
}

function figureTools(options: FigureToolsOptions): Plugin {
  let tools: Tools | undefined
  return new Plugin({
    view(view) {
      tools = new Tools(view, options)
      return tools
    },
    props: {
      handleKeyDown(view, event) {
        const enters = event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey
        return enters && selectedFigure(view.state) !== undefined && tools?.focus() === true
      },
    },
  })
}

class Tools {
  readonly #view: EditorView
  readonly #options: FigureToolsOptions
  readonly #soon = (): void => {
    this.#frame ||= requestAnimationFrame(() => this.#show())
  }
  #toolbar: FigureToolbar | undefined
  #isLoading = false
  #frame = 0
  /** Escape was pressed at this one. */
  #dismissed: EditorState['selection'] | undefined

  constructor(view: EditorView, options: FigureToolsOptions) {
    this.#view = view
    this.#options = options
    view.dom.addEventListener('focus', this.#soon)
    view.dom.addEventListener('blur', this.#soon)
    view.dom.ownerDocument.addEventListener('pointerup', this.#soon, true)
  }

  focus(): boolean {
    if (this.#toolbar?.isOpen !== true) return false
    this.#toolbar.focus()
    return true
  }

  update(): void {
    if (this.#dismissed && !this.#dismissed.eq(this.#view.state.selection)) this.#dismissed = undefined
    // Closed at once, not in the next frame: it would take an Escape that is meant for the caption.
    if (selectedFigure(this.#view.state)) this.#soon()
    else this.#toolbar?.close()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#view.dom.removeEventListener('focus', this.#soon)
    this.#view.dom.removeEventListener('blur', this.#soon)
    this.#view.dom.ownerDocument.removeEventListener('pointerup', this.#soon, true)
    this.#toolbar?.destroy()
  }

  #show(): void {
    this.#frame = 0
    const view = this.#view
    if (view.isDestroyed) return
    const figure = selectedFigure(view.state)
    const isWanted =
      figure !== undefined &&
      view.editable &&
      this.#dismissed?.eq(view.state.selection) !== true &&
      (view.hasFocus() || this.#toolbar?.hasFocus() === true)
    const shown = isWanted ? view.nodeDOM(figure.pos) : null
    const picture = shown instanceof Element ? shown.querySelector('.stet-picture') : null
    if (!figure || !picture) return this.#toolbar?.close()
    if (this.#toolbar) this.#toolbar.open(picture, figure)
    else if (!this.#isLoading) void this.#load()
  }

  async #load(): Promise<void> {
    this.#isLoading = true
    try {
      const { createFigureToolbar } = await import('./figure-toolbar.ts')
      if (this.#view.isDestroyed) return
      this.#toolbar = createFigureToolbar(this.#view, {
        ...this.#options,
        onEscape: () => {
          this.#dismissed = this.#view.state.selection
          this.#view.focus()
        },
      })
      this.#soon()
    } catch {
      // A page that has lost its network. The next picture that is selected tries again.
      this.#isLoading = false
    }
  }
}
