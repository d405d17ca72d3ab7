// Toggles: sections whose first block stays in sight while the rest can be folded away. Made from the menus or typed
// (`>> `).
import type { Command } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { EditorView, NodeView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import { blockAttrs, isTextblock } from '../../state/blocks.ts'
import { selectedContainer, unwrap, wrap, wrapIn } from '../container/containers.ts'
import { createContainerView } from '../container/container-view.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { folding, isFolded, setFolded, toggleFold } from './folding.ts'

/** Makes the selected blocks a toggle, the first of them its summary; or takes the toggle around them away. */
const toggleToggle: Command = (state, dispatch, view) => {
  const around = selectedContainer(state, 'toggle')
  if (!around) return wrapIn('toggle')(state, dispatch, view)
  dispatch?.(unwrap(state.tr, around).scrollIntoView())
  return true
}

export const toggleCommands = {
  toggleToggle: () => toggleToggle,
  toggleFold: () => toggleFold,
}

const rule: InputRule = {
  pattern: /^>>\s$/,
  apply(state, _match, start, end) {
    const $start = state.doc.resolve(start)
    if ($start.parentOffset !== 0 || !isTextblock($start.parent)) return null
    if (blockAttrs($start.parent).kind !== 'paragraph') return null
    const tr = state.tr.delete(start, end)
    const $at = tr.doc.resolve(start)
    return wrap(tr, { $from: $at, $to: $at, name: 'toggle', attrs: null }) ? tr : null
  },
}

export function toggles({ translate }: { readonly translate: Translator }): Feature {
  return {
    name: 'toggle',
    keys: { 'Mod-Alt-Enter': toggleFold },
    inputRules: [rule],
    plugins: [
      folding(),
      new Plugin({
        props: {
          nodeViews: {
            toggle: (node, view, getPos, decorations) => {
              const button = view.dom.ownerDocument.createElement('button')
              button.type = 'button'
              button.className = 'stet-toggle-fold'
              button.setAttribute('aria-label', translate('toggleFold'))
              button.title = translate('toggleFold')
              button.addEventListener('click', () => flip(view, getPos()))
              const made = createContainerView(node, view.dom.ownerDocument, button)
              showFolded(decorations)
              return {
                ...made,
                update(next, now, inner) {
                  if (made.update?.(next, now, inner) !== true) return false
                  showFolded(now)
                  return true
                },
              } satisfies NodeView

              function showFolded(now: typeof decorations): void {
                const folded = now.some(
                  ({ spec }: { readonly spec: { readonly folded?: boolean } }) => spec.folded === true,
                )
                button.setAttribute('aria-expanded', String(!folded))
              }
            },
          },
        },
      }),
    ],
  }
}

// Folding is for readers too: it changes nothing of the document.
function flip(view: EditorView, pos: number | undefined): void {
  const node = pos === undefined ? null : view.state.doc.nodeAt(pos)
  if (pos === undefined || node === null || view.isDestroyed) return
  view.dispatch(setFolded(view.state, { node, pos }, !isFolded(view.state, pos)))
}
