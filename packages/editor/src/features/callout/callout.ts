// Callouts: a box that sets something apart, of one of five kinds. Made from the menus, or typed as GitHub writes them
// (`> [!NOTE]`) and as documentation sites do (`:::note`). The sign is a button for another kind.
import type { CalloutKind } from '@stet/document'
import { readCalloutAttrs } from '@stet/document'
import type { Command } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { MessageKey } from '../../messages/english.ts'
import type { Translator } from '../../messages/translate.ts'
import { blockAttrs, isTextblock, setBlockAttrs } from '../../state/blocks.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { selectedContainer, unwrap, wrap, wrapIn } from '../container/containers.ts'
import { createContainerView } from '../container/container-view.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'

export const calloutKinds = {
  note: 'calloutNote',
  tip: 'calloutTip',
  important: 'calloutImportant',
  warning: 'calloutWarning',
  caution: 'calloutCaution',
} as const satisfies Record<CalloutKind, MessageKey>
export const calloutKindNames = Object.keys(calloutKinds) as CalloutKind[]

// What other places call them.
const otherNames: Readonly<Record<string, CalloutKind>> = { info: 'note', hint: 'tip', danger: 'caution' }

/** Puts the selected blocks into a callout, changes its kind, or takes it away when it is of that kind. */
function toggleCallout({ kind = 'note' }: { readonly kind?: CalloutKind } = {}): Command {
  return (state, dispatch, view) => {
    const around = selectedContainer(state, 'callout')
    if (!around) return wrapIn('callout', { kind })(state, dispatch, view)
    if (dispatch) {
      const isOn = readCalloutAttrs(around.node.attrs).kind === kind
      const tr = isOn ? unwrap(state.tr, around) : state.tr.setNodeAttribute(around.pos, 'kind', kind)
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

export const calloutCommands = {
  toggleCallout,
}

const rules: readonly InputRule[] = [calloutRule(/^\[!(\w+)\]$/), calloutRule(/^:::(\w+)\s$/)]

function calloutRule(pattern: RegExp): InputRule {
  return {
    pattern,
    apply(state, match, start, end) {
      const $start = state.doc.resolve(start)
      const name = (match[1] ?? '').toLowerCase()
      const kind = calloutKindNames.find((known) => known === name) ?? otherNames[name]
      if (kind === undefined || $start.parentOffset !== 0 || !isTextblock($start.parent)) return null
      if (blockAttrs($start.parent).kind !== 'paragraph') return null
      const tr = state.tr.delete(start, end)
      // The `>` before it has made a quote by now.
      setBlockAttrs(tr, $start.before(), { quote: false })
      const $at = tr.doc.resolve(start)
      return wrap(tr, { $from: $at, $to: $at, name: 'callout', attrs: { kind } }) ? tr : null
    },
  }
}

export interface CalloutOptions {
  readonly translate: Translator
  /** Without it the sign is only a sign. */
  readonly menu: MenuContext | undefined
}

export function callouts(options: CalloutOptions): Feature {
  return {
    name: 'callout',
    inputRules: rules,
    plugins: [calloutViews(options)],
  }
}

function calloutViews({ translate, menu }: CalloutOptions): Plugin {
  return new Plugin({
    props: {
      nodeViews: {
        callout(node, view, getPos) {
          const { kind } = readCalloutAttrs(node.attrs)
          const sign = view.dom.ownerDocument.createElement('button')
          sign.type = 'button'
          sign.className = 'stet-callout-sign'
          // The command palette does it for the keyboard.
          sign.tabIndex = -1
          sign.setAttribute('aria-label', translate('calloutKind'))
          sign.title = translate('calloutKind')
          sign.addEventListener('click', () => {
            if (menu && view.editable) choose(menu)
          })
          const made = createContainerView(node, view.dom.ownerDocument, sign)
          made.dom.setAttribute('aria-label', translate(calloutKinds[kind]))
          return made

          function choose({ host, openMenu }: MenuContext): void {
            openMenu({
              host,
              label: translate('calloutKind'),
              anchor: sign,
              groups: [
                {
                  items: calloutKindNames.map((name) => ({
                    label: translate(calloutKinds[name]),
                    icon: 'callout' as const,
                    checked: name === kind,
                    run: () => change(name),
                  })),
                },
                { items: [{ label: translate('calloutRemove'), icon: 'empty', run: () => change(null) }] },
              ],
              onClose: () => {
                if (!view.isDestroyed) view.focus()
              },
            })
          }

          function change(name: CalloutKind | null): void {
            const pos = getPos()
            const now = pos === undefined ? null : view.state.doc.nodeAt(pos)
            if (pos === undefined || now?.type.name !== 'callout') return
            const { tr } = view.state
            view.dispatch(
              name === null ? unwrap(tr, { node: now, pos }) : tr.setNodeAttribute(pos, 'kind', name),
            )
          }
        },
      },
    },
  })
}
