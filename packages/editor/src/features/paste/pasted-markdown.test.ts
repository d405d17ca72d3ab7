import { schema } from '@stet/document'
import type { Slice } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { expect, test } from 'vitest'
import { markdownPaste, readMarkdown } from './pasted-markdown.ts'

function paste(text: string, { plain = false } = {}) {
  const plugin = markdownPaste(schema)
  const { clipboardTextParser, handlePaste } = plugin.props
  let state = EditorState.create({ doc: schema.nodes.doc.create(null, [schema.nodes.textblock.create()]) })
  const { promise, resolve } = Promise.withResolvers<string[]>()
  const view = {
    isDestroyed: false,
    get state() {
      return state
    },
    dispatch(tr: EditorState['tr']) {
      state = state.apply(tr)
      resolve(state.doc.content.content.map((node) => `${String(node.attrs['kind'])} ${node.textContent}`))
    },
  } as unknown as EditorView
  clipboardTextParser?.call(plugin, text, state.selection.$from, plain, view)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the text counts here
  const handled = handlePaste?.call(plugin, view, {} as ClipboardEvent, {} as Slice)
  return { handled, shown: promise }
}

test('Markdown becomes what it says', async () => {
  const { handled, shown } = paste('# Title\n\nSome **bold**\n\n- item')
  expect(handled).toBe(true)
  expect(await shown).toEqual(['heading Title', 'paragraph Some bold', 'bullet item'])
})

test('other text, and text pasted without formatting, is left to ProseMirror', () => {
  expect(paste('2 * 3 = 6').handled).toBe(false)
  expect(paste('# Title\n\nSome **bold**', { plain: true }).handled).toBe(false)
})

test('text in a sentence goes on in the sentence', async () => {
  const slice = await readMarkdown(schema, 'a **b**')
  expect([slice?.openStart, slice?.openEnd]).toEqual([1, 1])
})
