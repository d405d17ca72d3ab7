// A menu of suggestions while one types: the slash menu, mentions, emoji. The text stays text until something is chosen, the
// focus stays in it, and the list follows the combobox pattern.
import type { EditorState } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MessageKey } from '../../messages/english.ts'
import type { Translator } from '../../messages/translate.ts'
import type { ListboxOption } from '../../ui/listbox.ts'
import { createListbox } from '../../ui/listbox.ts'
import { createPopup } from '../../ui/popup.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import type { Suggesting, SuggestionKey, SuggestionTrigger } from './suggestion-state.ts'
import { createSuggestionKey, nextSuggesting } from './suggestion-state.ts'

export interface SuggestionSource extends SuggestionTrigger {
  /** The name of the list. */
  readonly label: MessageKey
  /** Best first. A promise may come late; only the answer to the last question is shown. */
  readonly find: (
    query: string,
    state: EditorState,
  ) => readonly ListboxOption[] | Promise<readonly ListboxOption[]>
  /** Opens only when something is found: for signs that mostly mean themselves, like `:`. */
  readonly quiet?: boolean
  /** The text from the sign to the caret is to be replaced. */
  readonly choose: (view: EditorView, option: ListboxOption, range: Suggesting) => void
}

export interface SuggestionsOptions {
  readonly source: SuggestionSource
  readonly host: HTMLElement
  readonly translate: Translator
}

/** Must come before what binds arrow keys, Enter and Tab: while the list is open they are its. */
export function suggestions(options: SuggestionsOptions): Plugin<Suggesting | null> {
  const { source } = options
  const key = createSuggestionKey(source.name)
  let menu: Menu | undefined
  return new Plugin<Suggesting | null>({
    key,
    state: {
      init: () => null,
      apply: (tr, before, _old, after) => nextSuggesting(source, key, { tr, before, after }),
    },
    props: {
      handleKeyDown(_view, event) {
        return menu?.onKey(event) ?? false
      },
      attributes: (state): Record<string, string> =>
        key.getState(state) ? { 'aria-autocomplete': 'list' } : {},
    },
    view(view) {
      menu = createMenu(view, key, options)
      return {
        update: () => menu?.update(),
        destroy() {
          menu?.close()
          menu = undefined
        },
      }
    },
  })
}

interface Menu {
  update(): void
  /** Whether the key was the menu's. */
  onKey(event: KeyboardEvent): boolean
  close(): void
}

function createMenu(
  view: EditorView,
  key: SuggestionKey,
  { source, host, translate }: SuggestionsOptions,
): Menu {
  const popup = createPopup({
    document: host.ownerDocument,
    host,
    className: 'stet-suggestions',
    onDismiss: () => dismiss(),
  })
  const list = createListbox({
    document: host.ownerDocument,
    label: translate(source.label),
    empty: translate('nothingFound'),
    typedIn: () => view.dom,
    onChoose: (option) => choose(option),
  })
  popup.element.append(list.element)
  let shown: Suggesting | null = null
  let asked = 0

  function dismiss(): void {
    if (!view.isDestroyed && key.getState(view.state)) view.dispatch(view.state.tr.setMeta(key, 'close'))
  }

  function choose(option: ListboxOption): void {
    const range = key.getState(view.state)
    if (!range) return
    dismiss()
    source.choose(view, option, range)
    view.focus()
  }

  function close(): void {
    shown = null
    asked += 1
    popup.close()
    view.dom.removeAttribute('aria-activedescendant')
    view.dom.removeAttribute('aria-controls')
  }

  async function ask(suggesting: Suggesting): Promise<void> {
    asked += 1
    const question = asked
    const answer = source.find(suggesting.query, view.state)
    const options = answer instanceof Promise ? await answer.catch(() => []) : answer
    if (question !== asked) return
    // A sentence that happens to begin with the sign: nothing was found for its first word, and it goes on.
    if (options.length === 0 && suggesting.query.includes(' ')) {
      queueMicrotask(dismiss)
      return
    }
    if (options.length === 0 && source.quiet === true) {
      popup.close()
      view.dom.removeAttribute('aria-activedescendant')
      view.dom.removeAttribute('aria-controls')
      return
    }
    list.show(options)
    if (popup.isOpen) return
    view.dom.setAttribute('aria-controls', list.element.id)
    popup.open(selectionAnchor(view, suggesting.from))
  }

  return {
    update() {
      const next = key.getState(view.state) ?? null
      if (!next) {
        if (shown) close()
        return
      }
      if (shown?.query === next.query && shown.from === next.from) return
      shown = next
      void ask(next)
    },
    onKey(event) {
      if (!popup.isOpen || event.ctrlKey || event.metaKey || event.altKey || view.composing) return false
      if (event.key === 'ArrowDown') list.move(1)
      else if (event.key === 'ArrowUp') list.move(-1)
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && list.active)
        choose(list.active)
      else return false
      event.preventDefault()
      return true
    },
    close,
  }
}
