// Shows code in colours without slowing down whoever types it: while the text changes the colours only move along, and
// when it has been still for a moment the block is coloured again, outside of any key press. What did not change is not
// looked at again. Colours are decorations: they are nobody's change, and in nobody's undo.
import { readLanguage } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { EditorView } from 'prosemirror-view'
import { isCodeBlock } from '../../state/blocks.ts'
import type { Token } from './highlighter.ts'
import { findLanguage } from './languages.ts'

// After a pause in typing. Shorter than people look up; long enough for a fast typist's next key.
const pauseMs = 180
// Grammars are regular expressions: what takes longer than a frame to colour stays plain.
const maxCodeLength = 30_000

interface Coloured {
  readonly pos: number
  readonly node: Node
  readonly tokens: readonly Token[]
}

const key = new PluginKey<DecorationSet>('stetHighlighting')

/** Hands in the highlighter and the clock, for tests. */
export interface HighlightingOptions {
  readonly tokenize: (code: string, language: string) => Promise<readonly Token[]>
  readonly later: (run: () => void) => () => void
}

export function highlighting(options: HighlightingOptions = { tokenize, later }): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, shown) {
        const moved = tr.docChanged ? shown.map(tr.mapping, tr.doc) : shown
        const coloured = tr.getMeta(key) as readonly Coloured[] | undefined
        return coloured ? coloured.reduce((set, block) => recolour(set, tr.doc, block), moved) : moved
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => watch(view, options),
  })
}

function recolour(set: DecorationSet, doc: Node, { pos, node, tokens }: Coloured): DecorationSet {
  const from = pos + 1
  const old = set.find(from, from + node.content.size)
  return set.remove(old).add(
    doc,
    tokens.map((token) => Decoration.inline(from + token.from, from + token.to, { class: token.className })),
  )
}

function watch(view: EditorView, { tokenize, later }: HighlightingOptions) {
  // Nodes are immutable: one that was coloured is up to date.
  let done = new WeakSet<Node>()
  let cancel: (() => void) | undefined
  let running = false
  schedule()

  function schedule(): void {
    cancel?.()
    cancel = later(() => {
      cancel = undefined
      void colour()
    })
  }

  async function colour(): Promise<void> {
    if (running || view.isDestroyed) return
    running = true
    const { doc } = view.state
    const wanted: { readonly node: Node; readonly language: string | null }[] = []
    doc.descendants((node) => {
      if (isCodeBlock(node) && !done.has(node)) {
        wanted.push({ node, language: readLanguage((node as Node).attrs['language']) })
      }
      return !node.isTextblock
    })
    const found = new Map<Node, readonly Token[]>()
    for (const { node, language } of wanted) {
      const isKnown = language !== null && findLanguage(language) !== undefined
      const code = node.textContent
      // A grammar that cannot be loaded (offline, say) leaves the code plain until it changes again.
      const tokens =
        isKnown && code.length <= maxCodeLength ? await tokenize(code, language).catch(() => []) : []
      found.set(node, tokens)
      done.add(node)
    }
    running = false
    if (view.isDestroyed || found.size === 0) return
    const coloured: Coloured[] = []
    // Only what is still there as it was: what changed meanwhile is looked at after the next pause.
    view.state.doc.descendants((node, pos) => {
      const tokens = found.get(node)
      if (tokens) coloured.push({ pos, node, tokens })
      return !node.isTextblock
    })
    const isNew = ({ pos, node, tokens }: Coloured) =>
      tokens.length > 0 ||
      (key.getState(view.state)?.find(pos + 1, pos + 1 + node.content.size).length ?? 0) > 0
    const changed = coloured.filter(isNew)
    if (changed.length > 0) view.dispatch(view.state.tr.setMeta(key, changed).setMeta('addToHistory', false))
    if (view.state.doc !== doc) schedule()
  }

  return {
    update(_view: EditorView, before: { readonly doc: Node }) {
      if (view.state.doc !== before.doc) schedule()
    },
    destroy() {
      cancel?.()
      done = new WeakSet()
    },
  }
}

async function tokenize(code: string, language: string): Promise<readonly Token[]> {
  const highlighter = await import('./highlighter.ts')
  return highlighter.tokenize(code, language)
}

function later(run: () => void): () => void {
  // Safari has no idle callbacks; a pause is most of what is wanted.
  let idle = 0
  const timer = setTimeout(() => {
    if (typeof requestIdleCallback === 'function') idle = requestIdleCallback(run, { timeout: 1000 })
    else run()
  }, pauseMs)
  return () => {
    clearTimeout(timer)
    if (idle !== 0) cancelIdleCallback(idle)
  }
}
