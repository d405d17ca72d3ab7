import { schema } from '@stet/document'
import { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { DecorationSet } from 'prosemirror-view'
import { expect, test } from 'vitest'
import type { Token } from './highlighter.ts'
import { highlighting } from './highlighting.ts'

function scene(text: string) {
  let waiting: (() => void) | undefined
  const asked: string[] = []
  const plugin = highlighting({
    later(run) {
      waiting = run
      return () => (waiting = undefined)
    },
    tokenize(code): Promise<readonly Token[]> {
      asked.push(code)
      return Promise.resolve([{ from: 0, to: 3, className: 'hljs-keyword' }])
    },
  })
  const block = schema.nodes.code_block.create({ language: 'js' }, schema.text(text))
  const doc = schema.nodes.doc.create(null, [schema.nodes.textblock.create(), block])
  const view = {
    state: EditorState.create({ doc, plugins: [plugin] }),
    isDestroyed: false,
    dispatch(tr: EditorState['tr']) {
      const before = view.state
      view.state = before.apply(tr)
      made?.update?.(view as unknown as EditorView, before)
    },
  }
  const made = plugin.spec.view?.(view as unknown as EditorView)
  return {
    view,
    asked,
    /** The pause is over. */
    pause: async () => {
      waiting?.()
      await new Promise((resolve) => setTimeout(resolve))
    },
    coloured: () => {
      const set = plugin.props.decorations?.call(plugin, view.state) as DecorationSet
      return set.find().map(({ from, to }) => view.state.doc.textBetween(from, to))
    },
  }
}

test('typing colours nothing and moves the colours along; the pause after it colours once', async () => {
  const { view, asked, pause, coloured } = scene('let a')
  expect(coloured()).toEqual([])
  await pause()
  expect(coloured()).toEqual(['let'])
  view.dispatch(view.state.tr.insertText('x', 1))
  view.dispatch(view.state.tr.insertText(' b', 9))
  expect(asked).toEqual(['let a'])
  expect(coloured()).toEqual(['let'])
  await pause()
  expect(asked).toEqual(['let a', 'let a b'])
  expect(coloured()).toEqual(['let'])
  await pause()
  expect(asked.length).toBe(2)
})

test('a text in between does not colour the code again', async () => {
  const { view, asked, pause } = scene('let a')
  await pause()
  view.dispatch(view.state.tr.insertText('words', 1))
  await pause()
  expect(asked).toEqual(['let a'])
})

test('code that is no longer in a language loses its colours', async () => {
  const { view, pause, coloured } = scene('let a')
  await pause()
  view.dispatch(view.state.tr.setNodeAttribute(2, 'language', null))
  await pause()
  expect(coloured()).toEqual([])
})
