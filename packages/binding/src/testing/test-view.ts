// A ProseMirror view without a DOM, for tests in Node: state, dispatch and plugin views in the order and with the
// rules of EditorView (plugin views are rebuilt when the plugins change). What a test needs to see, it reads here.

import { EditorState } from 'prosemirror-state'
import type { Plugin, PluginView, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Schema } from 'prosemirror-model'

export interface TestView extends EditorView {
  /** Every transaction applied so far, in order. */
  readonly applied: Transaction[]
  focused: boolean
  composing: boolean
  isEditable(): boolean
}

export function createTestView(options: { schema: Schema; plugins: readonly Plugin[] }): TestView {
  const view = new FakeView(EditorState.create({ schema: options.schema, plugins: [...options.plugins] }))
  return view as unknown as TestView
}

class FakeView {
  state: EditorState
  readonly applied: Transaction[] = []
  readonly dom = new EventTarget()
  readonly root = {}
  focused = false
  composing = false
  isDestroyed = false
  #pluginViews: PluginView[] = []

  constructor(state: EditorState) {
    this.state = state
    this.#openPluginViews()
  }

  dispatch(tr: Transaction): void {
    const { state, transactions } = this.state.applyTransaction(tr)
    this.applied.push(...transactions)
    this.updateState(state)
  }

  updateState(state: EditorState): void {
    const previous = this.state
    this.state = state
    if (previous.plugins === state.plugins) {
      for (const pluginView of this.#pluginViews) pluginView.update?.(this.#self(), previous)
    } else {
      this.#closePluginViews()
      this.#openPluginViews()
    }
  }

  hasFocus(): boolean {
    return this.focused
  }

  get editable(): boolean {
    return this.isEditable()
  }

  isEditable(): boolean {
    return this.state.plugins.every((plugin) => plugin.props.editable?.call(plugin, this.state) !== false)
  }

  destroy(): void {
    this.#closePluginViews()
    this.isDestroyed = true
  }

  #openPluginViews(): void {
    for (const plugin of this.state.plugins) {
      const pluginView = plugin.spec.view?.(this.#self())
      if (pluginView !== undefined) this.#pluginViews.push(pluginView)
    }
  }

  #closePluginViews(): void {
    for (const pluginView of this.#pluginViews) pluginView.destroy?.()
    this.#pluginViews = []
  }

  #self(): EditorView {
    return this as unknown as EditorView
  }
}
