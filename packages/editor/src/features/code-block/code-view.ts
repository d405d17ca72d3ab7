// A code block on the page: the schema's own elements, and above the code the language, which can be changed, and a button
// that copies the code.
import { readLanguage } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { DOMSerializer } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { EditorView, NodeView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import type { Translator } from '../../messages/translate.ts'
import { createIcon } from '../../ui/icons.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { must } from '../../must.ts'
import { findLanguage } from './languages.ts'

// How long the sign that it was copied stays.
const copiedMs = 1500

interface Bar {
  readonly element: HTMLElement
  show(node: Node): void
  destroy(): void
}

export function codeViews(menu: MenuContext): Plugin {
  return new Plugin({
    props: {
      nodeViews: { code_block: (node, view, getPos) => createCodeView({ node, view, getPos, menu }) },
    },
  })
}

/** For the keyboard: the same list as the button in the bar opens. */
export const languageAction: Action = {
  id: 'chooseCodeLanguage',
  label: 'chooseCodeLanguage',
  icon: 'code',
  group: 'groupText',
  keywords: 'chooseCodeLanguageWords',
  command({ selection: { $from } }, dispatch, view) {
    if ($from.parent.type.name !== 'code_block') return false
    const block = dispatch && view?.nodeDOM($from.before())
    if (block instanceof Element) block.querySelector<HTMLElement>('.stet-code-language')?.click()
    return true
  },
}

interface CodeViewOptions {
  readonly node: Node
  readonly view: EditorView
  readonly getPos: () => number | undefined
  readonly menu: MenuContext
}

function createCodeView({ node, view, getPos, menu }: CodeViewOptions): NodeView {
  let shown = node
  const { dom, contentDOM } = render(node)
  const bar = createBar(menu.translate, {
    text: () => shown.textContent,
    pick: (anchor) => void pick(anchor),
  })
  bar.show(node)
  dom.append(bar.element)

  async function pick(anchor: HTMLElement): Promise<void> {
    if (!view.editable) return
    const { openLanguagePicker } = await import('./language-picker.ts')
    if (view.isDestroyed || !anchor.isConnected) return
    openLanguagePicker({
      anchor,
      menu,
      current: readLanguage(shown.attrs['language']),
      onPick(language) {
        const pos = getPos()
        if (pos !== undefined && view.editable)
          view.dispatch(view.state.tr.setNodeAttribute(pos, 'language', language))
      },
      onClose: () => view.focus(),
    })
  }

  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== shown.type) return false
      if (next.attrs['language'] !== shown.attrs['language'] || next.attrs['id'] !== shown.attrs['id']) {
        const fresh = render(next).dom
        for (const name of ['data-language', 'id', 'data-id']) {
          const value = fresh.getAttribute(name)
          if (value === null) dom.removeAttribute(name)
          else dom.setAttribute(name, value)
        }
      }
      shown = next
      bar.show(next)
      return true
    },
    stopEvent: (event) => event.target instanceof globalThis.Node && bar.element.contains(event.target),
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
    destroy: () => bar.destroy(),
  }
}

function render(node: Node): { readonly dom: HTMLElement; readonly contentDOM: HTMLElement } {
  const toDOM = must(node.type.spec.toDOM, 'how the schema shows code')
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, toDOM(node))
  return { dom, contentDOM: must(contentDOM, 'a place for the code') }
}

function createBar(
  translate: Translator,
  { text, pick }: { readonly text: () => string; readonly pick: (anchor: HTMLElement) => void },
): Bar {
  const element = document.createElement('div')
  element.className = 'stet-code-bar'
  element.contentEditable = 'false'
  const language = document.createElement('button')
  language.type = 'button'
  language.className = 'stet-code-language'
  language.setAttribute('aria-haspopup', 'listbox')
  const copy = document.createElement('button')
  copy.type = 'button'
  copy.className = 'stet-code-copy'
  let copied: ReturnType<typeof setTimeout> | undefined
  showCopied(false)
  for (const button of [language, copy]) {
    // A press leaves the caret where it is.
    button.addEventListener('mousedown', (event) => event.preventDefault())
    element.append(button)
  }
  language.addEventListener('click', () => pick(language))
  copy.addEventListener('click', () => void write())

  async function write(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text())
    } catch {
      // Not allowed on this page: the code can be selected and copied by hand.
      return
    }
    showCopied(true)
    clearTimeout(copied)
    copied = setTimeout(() => showCopied(false), copiedMs)
  }

  function showCopied(isCopied: boolean): void {
    const words = translate(isCopied ? 'codeCopied' : 'copyCode')
    copy.replaceChildren(createIcon(document, isCopied ? 'check' : 'duplicate'))
    copy.title = words
    copy.setAttribute('aria-label', words)
  }

  return {
    element,
    show(node) {
      const stored = readLanguage(node.attrs['language'])
      const name = stored === null ? translate('plainText') : (findLanguage(stored)?.name ?? stored)
      if (language.textContent === name) return
      language.textContent = name
      language.setAttribute('aria-label', translate('codeLanguage', { language: name }))
    },
    destroy: () => clearTimeout(copied),
  }
}
