// What a person does before the second part of the editor is here, and that part may have something to say to: signs (`/`
// opens a menu, `**` makes words bold), shortcuts, pasting, dropping. It waits, and everything typed behind it waits too; then
// it is done in the order in which it came. Letters, and the keys of the first part, never wait.
//
// Composed text (input methods, phone keyboards) cannot be held back: it goes into the text.
import { deleteSelection } from 'prosemirror-commands'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { readSelection } from './features/fresh-selection.ts'

type KeyOf = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export interface HeldInput {
  /** Comes before all plugins that handle keys. */
  readonly plugin: Plugin
  /** The view has all its plugins. */
  release(view: EditorView): void
}

// Words, what stands between them in a sentence, and keys that the first features have, or the browser.
const early =
  /^(?:[\p{L}\p{M}\p{N} ,]|Enter|Backspace|Delete|Tab|Escape|Arrow.+|Home|End|Page.+|F(?:[1245-9]|1[0-2]))$/u
const moving = /^(?:Arrow.+|Home|End|Page.+)$/
// The browser's, on every system: all, copy, cut, paste, print, reload, address, tabs and windows, zoom; with Shift: reload,
// tabs and windows, paste as text, tools.
const browsers = /^(?:[acxvprltwnqjo0+=-]|Tab)$/i
const browsersWithShift = /^(?:[rtwnvij+]|Tab)$/i
const modifiers: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Fn',
  'NumLock',
])
// 229 is what every key is to a page while an input method is at work.
const composingKey = 229

export function holdInput(): HeldInput {
  let held: Event[] | undefined = []

  function holdTransfer(view: EditorView, event: ClipboardEvent | DragEvent): boolean {
    const copy = held && view.editable && !view.dragging ? copyOf(event) : undefined
    if (!copy) return false
    held?.push(copy)
    event.preventDefault()
    return true
  }

  return {
    plugin: new Plugin({
      props: {
        handleDOMEvents: {
          keydown(view, event) {
            if (!held || event.isComposing || event.keyCode === composingKey || modifiers.has(event.key))
              return false
            if (!view.editable || (held.length === 0 && !mayMeanMore(event)) || isBrowsers(event))
              return false
            held.push(event)
            event.preventDefault()
            return true
          },
          paste: holdTransfer,
          drop: holdTransfer,
        },
      },
    }),
    release(view) {
      const waiting = held ?? []
      held = undefined
      for (const event of waiting) {
        if (view.isDestroyed) return
        if (event instanceof KeyboardEvent) press(view, event)
        else view.dom.dispatchEvent(event)
      }
    },
  }
}

/** Whether this key may mean something to a feature of the second part. */
export function mayMeanMore(event: KeyOf): boolean {
  const { key, altKey } = event
  const isShortcut = event.ctrlKey || event.metaKey
  return !isBrowsers(event) && (altKey || !(isShortcut ? moving : early).test(key))
}

function isBrowsers({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyOf): boolean {
  return (ctrlKey || metaKey) && !altKey && (shiftKey ? browsersWithShift : browsers).test(key)
}

/** What is handed over can be read only while the event lasts; a copy of it can be read later. */
function copyOf(event: ClipboardEvent | DragEvent): Event | undefined {
  const given = 'clipboardData' in event ? event.clipboardData : event.dataTransfer
  if (!given) return undefined
  const data = new DataTransfer()
  for (const type of given.types) if (type !== 'Files') data.setData(type, given.getData(type))
  for (const file of given.files) data.items.add(file)
  const how = { bubbles: true, cancelable: true }
  if ('clipboardData' in event) return new ClipboardEvent(event.type, { ...how, clipboardData: data })
  const { clientX, clientY } = event
  return new DragEvent(event.type, { ...how, clientX, clientY, dataTransfer: data })
}

/** As the browser hands a key over, and then does what it does itself with those that nobody took. */
function press(view: EditorView, event: KeyboardEvent): void {
  readSelection(view)
  if (view.someProp('handleKeyDown', (handle) => handle(view, event)) === true) return
  const { key, ctrlKey, metaKey, altKey } = event
  const isText = /^.$/u.test(key) && !((ctrlKey || metaKey) && !altKey)
  const unit = ctrlKey || altKey ? 'word' : metaKey ? 'lineboundary' : 'character'
  const move = moves[key]?.(event, unit)
  if (isText) typeText(view, key)
  else if (key === 'Backspace') erase(view, 'backward', unit)
  else if (key === 'Delete') erase(view, 'forward', unit)
  else if (move) moveSelection(view, event.shiftKey ? 'extend' : 'move', move)
}

type Move = readonly [direction: string, unit: string]

const moves: Readonly<Record<string, (keys: KeyOf, unit: string) => Move>> = {
  ArrowLeft: (_keys, unit) => ['left', unit],
  ArrowRight: (_keys, unit) => ['right', unit],
  ArrowUp: ({ metaKey }) => ['backward', metaKey ? 'documentboundary' : 'line'],
  ArrowDown: ({ metaKey }) => ['forward', metaKey ? 'documentboundary' : 'line'],
  Home: ({ ctrlKey }) => ['backward', ctrlKey ? 'documentboundary' : 'lineboundary'],
  End: ({ ctrlKey }) => ['forward', ctrlKey ? 'documentboundary' : 'lineboundary'],
}

function typeText(view: EditorView, text: string): void {
  const { from, to } = view.state.selection
  const insert = () => view.state.tr.insertText(text).scrollIntoView()
  const isTaken = view.someProp('handleTextInput', (handle) => handle(view, from, to, text, insert)) === true
  if (!isTaken) view.dispatch(insert())
}

function erase(view: EditorView, direction: 'backward' | 'forward', unit: string): void {
  if (view.state.selection.empty) moveSelection(view, 'extend', [direction, unit])
  deleteSelection(view.state, view.dispatch)
}

function moveSelection(view: EditorView, how: 'move' | 'extend', by: Move): void {
  view.dom.ownerDocument.getSelection()?.modify(how, ...by)
  readSelection(view)
}
