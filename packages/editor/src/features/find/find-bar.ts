// The form of find and replace, in a corner over the text. Enter goes to the next match, Shift-Enter to the one before,
// Escape puts the caret on the match. It stays while one writes in the text beside it.
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MessageKey } from '../../messages/english.ts'
import type { IconName } from '../../ui/icons.ts'
import { createIcon } from '../../ui/icons.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createFindSession } from './find-session.ts'

export interface FindBar {
  readonly isOpen: boolean
  /** `typed` is what was typed while the form was on its way. */
  open(options: { readonly withReplace: boolean; readonly typed?: string }): void
  move(step: 1 | -1): void
  close(): void
  /** The text is another: the matches are counted again when nobody types. */
  documentChanged(): void
}

// Long enough not to search at every key of somebody who writes, short enough to look immediate.
const restMs = 150
// What is longer is no search term but a selection made for something else.
const maxTaken = 200

export function createFindBar(view: EditorView, { host, translate }: MenuContext): FindBar {
  const document = host.ownerDocument
  const session = createFindSession(view)
  let isOpen = false
  let rest: ReturnType<typeof setTimeout> | undefined
  // Where one was when the search began: what is found first comes after it.
  let origin = 0

  const element = make('div', 'stet-find')
  const panel = make('div', 'stet-find-panel')
  panel.setAttribute('role', 'search')
  panel.setAttribute('aria-label', translate('findAndReplace'))
  element.append(panel)

  const term = field('findTerm')
  const count = make('span', 'stet-find-count')
  count.setAttribute('role', 'status')
  const matchCase = toggle('findMatchCase', 'Aa')
  const wholeWord = toggle('findWholeWord', 'ab')
  wholeWord.classList.add('stet-find-word')
  const isRegex = toggle('findRegex', '.*')
  const showReplace = tool('findShowReplace', 'chevron', () => setReplace(replaceRow.hidden !== false))
  showReplace.classList.add('stet-find-more')
  const previous = tool('findPrevious', 'up', () => move(-1))
  const next = tool('findNext', 'down', () => move(1))
  const quit = tool('close', 'close', close)
  const box = make('div', 'stet-find-box')
  box.append(term, count, matchCase, wholeWord, isRegex)
  const findRow = make('div', 'stet-find-row')
  findRow.append(showReplace, box, previous, next, quit)

  const template = field('findReplacement')
  const replaceOne = button('replace', () => {
    session.replace(template.value)
    show()
  })
  const replaceAll = button('replaceAll', () => {
    const replaced = session.replaceAll(template.value)
    show()
    if (replaced > 0) count.textContent = translate('replacedCount', { count: replaced })
  })
  const replaceRow = make('div', 'stet-find-row stet-find-replace')
  replaceRow.hidden = true
  replaceRow.append(template, replaceOne, replaceAll)
  const problem = make('p', 'stet-find-problem')
  problem.setAttribute('role', 'alert')
  panel.append(findRow, replaceRow, problem)

  term.addEventListener('input', search)
  for (const control of [matchCase, wholeWord, isRegex]) {
    control.addEventListener('click', () => {
      control.setAttribute('aria-pressed', String(!isPressed(control)))
      search()
    })
  }
  panel.addEventListener('keydown', onKey)

  function onKey(event: KeyboardEvent): void {
    if (event.isComposing) return
    const isMod = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (key === 'escape') close()
    else if (key === 'enter' && event.target === term) move(event.shiftKey ? -1 : 1)
    else if (key === 'enter' && event.target === template) (isMod ? replaceAll : replaceOne).click()
    else if (key === 'f3' || (isMod && key === 'g')) move(event.shiftKey ? -1 : 1)
    else if (isMod && key === 'f' && !event.altKey) term.select()
    else if (isMod && (key === 'h' || key === 'f')) setReplace(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function options() {
    return {
      text: term.value,
      matchCase: isPressed(matchCase),
      wholeWord: isPressed(wholeWord),
      isRegex: isPressed(isRegex),
    }
  }

  function search(): void {
    session.search(options(), Math.min(origin, view.state.doc.content.size))
    show()
  }

  function move(step: 1 | -1): void {
    session.move(step)
    show()
  }

  function show(): void {
    const { count: found, index, hasMore, invalid } = session.result
    problem.textContent = invalid === undefined ? '' : translate('findInvalid', { reason: invalid })
    term.toggleAttribute('aria-invalid', invalid !== undefined)
    if (term.value === '' || invalid !== undefined) count.textContent = ''
    else if (found === 0) count.textContent = translate('nothingFound')
    else count.textContent = translate(hasMore ? 'findCountMany' : 'findCount', { index, count: found })
    count.classList.toggle('stet-find-none', term.value !== '' && found === 0)
    for (const control of [previous, next]) control.setAttribute('aria-disabled', String(found === 0))
    for (const control of [replaceOne, replaceAll]) {
      control.setAttribute('aria-disabled', String(found === 0 || !view.editable))
    }
  }

  function setReplace(shown: boolean): void {
    replaceRow.hidden = !shown || !view.editable
    showReplace.hidden = !view.editable
    showReplace.setAttribute('aria-expanded', String(!replaceRow.hidden))
    if (shown && !replaceRow.hidden && term.value !== '') template.focus()
  }

  function close(): void {
    if (!isOpen) return
    isOpen = false
    clearTimeout(rest)
    element.remove()
    session.end()
    view.focus()
    view.dispatch(view.state.tr.scrollIntoView())
  }

  return {
    get isOpen() {
      return isOpen
    },
    open({ withReplace, typed = '' }) {
      const { selection, doc } = view.state
      if (!isOpen || view.hasFocus()) {
        origin = selection.from
        const selected =
          selection instanceof TextSelection && selection.$from.sameParent(selection.$to)
            ? doc.textBetween(selection.from, selection.to)
            : ''
        if (selected !== '' && selected.length <= maxTaken) term.value = selected
      }
      if (!isOpen) host.insertBefore(element, view.dom.parentElement)
      isOpen = true
      setReplace(withReplace || (isOpen && replaceRow.hidden === false))
      if (typed !== '') term.value = typed
      search()
      term.focus()
      if (typed === '') term.select()
    },
    move,
    close,
    documentChanged() {
      if (!isOpen) return
      clearTimeout(rest)
      rest = setTimeout(() => {
        if (view.isDestroyed || !isOpen) return
        session.refresh()
        show()
      }, restMs)
    },
  }

  function make<Name extends 'div' | 'span' | 'p' | 'input' | 'button'>(name: Name, className: string) {
    const made = document.createElement(name)
    made.className = className
    return made
  }

  function field(label: MessageKey): HTMLInputElement {
    const input = make('input', 'stet-find-field')
    input.type = 'text'
    input.placeholder = translate(label)
    input.setAttribute('aria-label', translate(label))
    input.autocomplete = 'off'
    input.spellcheck = false
    return input
  }

  function button(label: MessageKey, run: () => void): HTMLButtonElement {
    const made = make('button', 'stet-button')
    made.type = 'button'
    made.textContent = translate(label)
    made.addEventListener('click', () => {
      if (made.getAttribute('aria-disabled') !== 'true') run()
    })
    return made
  }

  function tool(label: MessageKey, icon: IconName, run: () => void): HTMLButtonElement {
    const made = button(label, run)
    made.className = 'stet-tool'
    made.replaceChildren(createIcon(document, icon))
    made.setAttribute('aria-label', translate(label))
    made.title = translate(label)
    return made
  }

  function toggle(label: MessageKey, sign: string): HTMLButtonElement {
    const made = button(label, () => {})
    made.className = 'stet-tool stet-find-toggle'
    // Drawn by the style sheet: it is a picture of what it does, no word of its name.
    made.dataset['stetSign'] = sign
    made.textContent = ''
    made.setAttribute('aria-label', translate(label))
    made.setAttribute('aria-pressed', 'false')
    made.title = translate(label)
    return made
  }
}

function isPressed(control: HTMLElement): boolean {
  return control.getAttribute('aria-pressed') === 'true'
}
