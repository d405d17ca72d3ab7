import { expect, test } from 'vitest'
import { exportDocument, fileName } from './export-file.ts'

const editor = {
  getMarkdown: () => '# A',
  getHTML: () => '<h1>A</h1>',
  getText: () => 'A',
  getJSON: () => ({ type: 'doc' as const, content: [] }),
}

test('each format has its ending, its type and the whole content', () => {
  expect(exportDocument(editor, 'markdown', 'A')).toEqual({
    name: 'A.md',
    type: 'text/markdown',
    text: '# A\n',
  })
  expect(exportDocument(editor, 'text', 'A').text).toBe('A\n')
  expect(JSON.parse(exportDocument(editor, 'json', 'A').text)).toEqual({ type: 'doc', content: [] })
})

test('a page has its title escaped and says how it is encoded', () => {
  const { text } = exportDocument(editor, 'html', '<script>&')
  expect(text).toContain('<title>&#60;script&#62;&#38;</title>')
  expect(text).toContain('<meta charset="utf-8">')
  expect(text).toContain('<h1>A</h1>')
})

test('a file’s name has nothing that a file system refuses, and there is always one', () => {
  expect(fileName('a/b\\c: d?')).toBe('a b c d')
  expect(fileName('  ..  ')).toBe('Untitled')
  expect(fileName('../../etc')).toBe('etc')
  expect(Array.from(fileName('😀'.repeat(200)))).toHaveLength(80)
})
