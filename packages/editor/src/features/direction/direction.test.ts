import type { DecorationSet } from 'prosemirror-view'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import type { TaggedBlock } from '../../test-editor.ts'
import { block, bullet, code, p, state } from '../../test-editor.ts'
import type { TextDirection } from '@stet/document'
import { direction } from './direction.ts'

/** The direction each block is told, `-` where it is told none. */
function told(base: TextDirection, ...blocks: readonly TaggedBlock[]): string {
  const plugin = direction({ base }).plugins?.[0]
  if (plugin === undefined) throw new Error('the feature has a plugin')
  const { doc } = EditorState.create({ doc: state(...blocks).doc, plugins: [plugin] })
  const shown = plugin.getState(EditorState.create({ doc, plugins: [plugin] })) as DecorationSet
  const words: string[] = []
  doc.forEach((node, pos) => {
    const found = shown.find(pos, pos + node.nodeSize).find(({ from }) => from === pos)
    words.push((found as { type?: { attrs?: { dir?: string } } } | undefined)?.type?.attrs?.dir ?? '-')
  })
  return words.join(' ')
}

test('the first letter of a block says from where it is written', () => {
  expect(told('ltr', p('hello مرحبا'), p('مرحبا hello'), bullet(0, '12. שלום'))).toBe('- rtl rtl')
  expect(told('rtl', p('hello'), p('مرحبا'), p('你好'))).toBe('ltr - ltr')
})

test('a block without letters goes on as the one before it, and the first as the editor', () => {
  expect(told('ltr', p(''), p('مرحبا'), p('1 + 1'), p(''), p('end'), p(''))).toBe('- rtl rtl rtl - -')
  expect(told('rtl', p('12'))).toBe('-')
})

test('a direction that somebody chose stands, and programs are written from the left', () => {
  expect(told('ltr', block({ dir: 'ltr' }, 'مرحبا'), p(''))).toBe('- -')
  expect(told('rtl', code('مرحبا'))).toBe('ltr')
})
