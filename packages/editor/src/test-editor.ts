// For tests in Node: documents written as `doc(p('a<a>b'))`, and an editor without a page. It has the real state, the real
// plugins and the real binding to a Yjs document; keys and typed characters go through the plugins' handlers as the view
// would hand them over. What only a page can tell (layout, native caret moves, input methods) is tested in Chromium.
import { safeBinding } from '@stet/binding'
import type { TextblockAttrs } from '@stet/document'
import { fragmentName, schema } from '@stet/document'
import type { Node } from 'prosemirror-model'
import type { Command, PluginView, Transaction } from 'prosemirror-state'
import { EditorState, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import { blockAttrs, isTextblock } from './state/blocks.ts'
import { english } from './messages/english.ts'
import { createTranslator } from './messages/translate.ts'
import { allFeatures } from './all-features.ts'
import { collectFeatures } from './features/collect-features.ts'
import { createFirstFeatures } from './features/first-features.ts'

/** A block with `<a>` where the selection begins and `<b>` where it ends (a caret needs only `<a>`). */
export interface TaggedBlock {
  readonly node: Node
  readonly tags: Readonly<Record<string, number>>
}

export function block(attrs: Partial<TextblockAttrs>, tagged = ''): TaggedBlock {
  const { text, tags } = parseTags(tagged)
  const content = text
    .split(/(\|)/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '|' ? schema.nodes.hard_break.create() : schema.text(piece)))
  return { node: schema.nodes.textblock.create(attrs, content), tags }
}

export const p = (text = ''): TaggedBlock => block({}, text)
export const h = (level: 1 | 2 | 3, text = ''): TaggedBlock => block({ kind: 'heading', level }, text)
export const bullet = (indent: number, text = ''): TaggedBlock => block({ kind: 'bullet', indent }, text)
export const ordered = (indent: number, text = ''): TaggedBlock => block({ kind: 'ordered', indent }, text)
export const task = (checked: boolean, text = ''): TaggedBlock => block({ kind: 'task', checked }, text)
export const quote = (text = ''): TaggedBlock => block({ quote: true }, text)
export const divider = (): TaggedBlock => ({ node: schema.nodes.divider.create(), tags: {} })
export function code(tagged = ''): TaggedBlock {
  const { text, tags } = parseTags(tagged)
  return { node: schema.nodes.code_block.create(null, text === '' ? [] : [schema.text(text)]), tags }
}

/** A state with these blocks and the selection at their tags. */
export function state(...blocks: readonly TaggedBlock[]): EditorState {
  const doc = schema.nodes.doc.create(
    null,
    blocks.map(({ node }) => node),
  )
  const tags: Record<string, number> = {}
  let pos = 0
  for (const { node, tags: own } of blocks) {
    for (const [name, offset] of Object.entries(own)) tags[name] = pos + 1 + offset
    pos += node.nodeSize
  }
  const anchor = tags['a']
  if (anchor === undefined) return EditorState.create({ doc })
  return EditorState.create({ doc, selection: TextSelection.create(doc, anchor, tags['b'] ?? anchor) })
}

/** The document in one line, `h1:Title / bullet0:a / p:{bold:b}`, with `<a>` and `<b>` at the selection. */
function shown({ doc, selection }: EditorState): string {
  const blocks: string[] = []
  doc.forEach((node, offset) =>
    blocks.push(`${shownHead(node)}:${shownContent(node, offset + 1, selection)}`),
  )
  return blocks.join(' / ')
}

/** The document after a command, as `shown`; undefined when the command does not apply. */
export function after(before: EditorState, command: Command): string | undefined {
  let result: string | undefined
  const handled = command(before, (tr) => {
    result = shown(before.apply(tr))
  })
  return handled ? (result ?? shown(before)) : undefined
}

export interface TestEditor {
  readonly state: EditorState
  readonly doc: Y.Doc
  readonly applied: readonly Transaction[]
  type(text: string): void
  /** `Mod-Shift-z`, `Enter`; returns whether some handler took the key. */
  press(key: string): boolean
  dispatch(tr: Transaction): void
  shown(): string
}

/** An editor on an empty (or the given) Yjs document, with all features. */
export function createTestEditor(doc: Y.Doc = new Y.Doc()): TestEditor {
  const binding = safeBinding(doc.getXmlFragment(fragmentName), {
    onError(error) {
      throw error
    },
  })
  let ids = 0
  const translate = createTranslator('en', english)
  const first = createFirstFeatures({
    history: binding,
    placeholder: 'Write',
    translate,
    createId: () => `id-${doc.clientID}-${(ids += 1)}`,
  })
  const plugins = [
    ...binding.plugins,
    ...collectFeatures({
      first,
      undoSteps: binding.undoManager,
      features: allFeatures,
      schema,
      translate,
    }).plugins,
  ]
  const applied: Transaction[] = []
  const views: PluginView[] = []
  const view = {
    state: EditorState.create({ schema, plugins }),
    dom: new EventTarget(),
    composing: false,
    isDestroyed: false,
    editable: true,
    hasFocus: () => true,
    endOfTextblock(direction: string) {
      const { $head } = view.state.selection
      return direction === 'backward'
        ? $head.parentOffset === 0
        : $head.parentOffset === $head.parent.content.size
    },
    updateState(next: EditorState) {
      const previous = view.state
      view.state = next
      for (const each of views) each.update?.(asView, previous)
    },
    dispatch(tr: Transaction) {
      const { state: next, transactions } = view.state.applyTransaction(tr)
      applied.push(...transactions)
      view.updateState(next)
    },
  }
  const asView = view as unknown as EditorView
  for (const plugin of plugins) {
    const made = plugin.spec.view?.(asView)
    if (made) views.push(made)
  }

  return {
    get state() {
      return view.state
    },
    doc,
    applied,
    dispatch: (tr) => view.dispatch(tr),
    shown: () => shown(view.state),
    type(text) {
      for (const char of text) {
        const { from, to } = view.state.selection
        const insert = () => view.state.tr.insertText(char)
        const taken = plugins.some(
          (plugin) => plugin.props.handleTextInput?.call(plugin, asView, from, to, char, insert) === true,
        )
        if (!taken) view.dispatch(insert())
      }
    },
    press(name) {
      const parts = name.split('-')
      const key = parts.pop() ?? ''
      const event = {
        key,
        keyCode: 0,
        ctrlKey: parts.includes('Mod'),
        altKey: parts.includes('Alt'),
        shiftKey: parts.includes('Shift'),
        metaKey: false,
      } as unknown as KeyboardEvent
      return plugins.some((plugin) => plugin.props.handleKeyDown?.call(plugin, asView, event) === true)
    },
  }
}

function parseTags(tagged: string): { readonly text: string; readonly tags: Record<string, number> } {
  const tags: Record<string, number> = {}
  let text = ''
  for (const piece of tagged.split(/(<[ab]>)/)) {
    if (piece === '<a>' || piece === '<b>') tags[piece.charAt(1)] = text.length
    else text += piece
  }
  return { text, tags }
}

function shownHead(node: Node): string {
  if (!isTextblock(node)) {
    const language: unknown = node.attrs['language']
    return node.type.name === 'code_block'
      ? typeof language === 'string'
        ? `code(${language})`
        : 'code'
      : node.type.name
  }
  const { kind, level, indent, checked, quote } = blockAttrs(node)
  const head = kind === 'paragraph' ? 'p' : kind === 'heading' ? `h${level}` : `${kind}${indent}`
  return `${head}${checked ? 'x' : ''}${quote ? '>' : ''}`
}

function shownContent(node: Node, start: number, selection: EditorState['selection']): string {
  let content = ''
  const tag = (pos: number): string => {
    if (pos === selection.anchor) return '<a>'
    return pos === selection.head ? '<b>' : ''
  }
  node.forEach((child, offset) => {
    let text = ''
    const isLast = offset + child.nodeSize === node.content.size
    for (let i = 0; i < child.nodeSize; i += 1) {
      text += tag(start + offset + i) + (child.isText ? (child.text ?? '').charAt(i) : '|')
    }
    if (isLast) text += tag(start + node.content.size)
    const names = child.marks.map(({ type, attrs }) =>
      type.name === 'link' ? `link=${attrs['href']}` : type.name,
    )
    content += names.length > 0 ? `{${names.join('+')}:${text}}` : text
  })
  return node.isTextblock && node.content.size === 0 ? tag(start) : content
}
