// Ticking a task by its box. The box is drawn by the schema outside the editable text; ticking it is one attribute write,
// so it does not disturb whoever is typing in the task.
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { toggleTaskAt } from './list-commands.ts'

export function taskBoxes(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        // The browser would move the focus to the box, and the caret away from the text.
        mousedown(_view, event) {
          if (!boxOf(event.target)) return false
          event.preventDefault()
          return true
        },
        click(view, event) {
          const box = boxOf(event.target)
          if (!box) return false
          // A label passes the click on to its checkbox as a second click; the document decides what the box shows.
          event.preventDefault()
          if (view.editable) toggle(view, box)
          return true
        },
        keydown(view, event) {
          const box = boxOf(event.target)
          if (!box) return false
          if (event.key === ' ' || event.key === 'Enter') {
            event.preventDefault()
            if (view.editable) toggle(view, box)
          }
          // Whatever else is pressed while the box has the focus is not meant for the text.
          return true
        },
      },
    },
  })
}

function toggle(view: EditorView, box: Element): void {
  const inside = view.posAtDOM(box, 0)
  const $pos = view.state.doc.resolve(inside)
  const pos = $pos.depth > 0 ? $pos.before() : inside
  const tr = toggleTaskAt(view.state, pos)
  if (!tr) return
  const focused = box.contains(document.activeElement)
  view.dispatch(tr)
  // The change drew a new box; whoever works by keyboard stays on it.
  const drawn = focused ? view.nodeDOM(pos) : null
  if (drawn instanceof Element) drawn.querySelector<HTMLElement>('.stet-task-box input')?.focus()
}

function boxOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('.stet-task-box') : null
}
