import { schema } from '@stet/document'
import { expect, test } from 'vitest'
import { after, code, createTestEditor, p, state } from '../../test-editor.ts'
import { mathCommands } from './math-commands.ts'

function typed(text: string) {
  const editor = createTestEditor()
  editor.type(text)
  return editor
}

const formulas = (text: string) => {
  const found: unknown[] = []
  typed(text).state.doc.descendants((node) => {
    if (node.type === schema.nodes.math_inline) found.push(node.attrs['tex'])
  })
  return found
}

test('a formula between dollar signs is one thing, and one undo brings back what was typed', () => {
  expect(formulas('so $x^2$ it is')).toEqual(['x^2'])
  const editor = typed('so $x^2$')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('p:so $x^2$<a>')
})

test.each(['$5 and $10', '$5$', 'US$x$', '`$x$` ', '$ x$', '$x $', '$$x$', '\\$x$'])('%s is text', (text) => {
  expect(formulas(text)).toEqual([])
})

test('two dollar signs and a space begin a formula of its own line; Escape goes on below it', () => {
  const editor = typed('$$ a+b')
  expect(editor.shown()).toBe('math_block:a+b<a> / p:')
  expect(editor.press('Escape')).toBe(true)
  editor.type('text')
  expect(editor.shown()).toBe('math_block:a+b / p:text<a>')
})

test('Backspace in an empty formula gives a paragraph back', () => {
  const editor = typed('$$ ')
  editor.press('Backspace')
  expect(editor.shown()).toMatch(/^p:\$\$ ?<a>|^p:<a>/)
})

test('the selected text becomes the formula; code has none', () => {
  expect(after(state(p('a <a>x<b>')), mathCommands.insertMath({ tex: 'x' }))).toContain('p:a ')
  expect(after(state(code('<a>x')), mathCommands.insertMath({ tex: 'x' }))).toBeUndefined()
  expect(after(state(p('<a>')), mathCommands.insertMath({ tex: '  ' }))).toBeUndefined()
})
