import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentTitle } from './title.ts'

function documentWith(
  blocks: readonly (readonly [Record<string, unknown>, string])[],
  title?: unknown,
): Y.Doc {
  const doc = new Y.Doc()
  for (const [attrs, text] of blocks) {
    const block = new Y.XmlElement('textblock')
    for (const [key, value] of Object.entries(attrs)) block.setAttribute(key, value as string)
    block.insert(0, [new Y.XmlText(text)])
    doc.getXmlFragment('prosemirror').push([block])
  }
  if (title !== undefined) doc.getMap('meta').set('title', title)
  return doc
}

describe('documentTitle', () => {
  test('prefers the title someone set', () => {
    expect(documentTitle(documentWith([[{ kind: 'heading' }, 'Heading']], '  Set \n title '))).toBe(
      'Set title',
    )
  })

  test('a title that is empty or no string counts as none', () => {
    expect(documentTitle(documentWith([[{ kind: 'heading' }, 'Heading']], '  '))).toBe('Heading')
    expect(documentTitle(documentWith([[{ kind: 'heading' }, 'Heading']], { a: 1 }))).toBe('Heading')
  })

  test('else takes the first heading that has text, even after other text', () => {
    const doc = documentWith([
      [{ kind: 'paragraph' }, 'First'],
      [{ kind: 'heading', level: 3 }, ' '],
      [{ kind: 'heading', level: 2 }, 'The heading'],
    ])
    expect(documentTitle(doc)).toBe('The heading')
  })

  test('else takes the first block that has text', () => {
    const doc = documentWith([
      [{}, ''],
      [{ kind: 'bullet' }, 'First\tline'],
      [{}, 'Second'],
    ])
    expect(documentTitle(doc)).toBe('First line')
  })

  test('a document without text is untitled', () => {
    expect(documentTitle(new Y.Doc())).toBe('')
    expect(documentTitle(documentWith([[{}, '   ']]))).toBe('')
  })

  test('is cut at 120 code points, never inside one', () => {
    expect(documentTitle(documentWith([[{}, '🙂'.repeat(200)]]))).toBe('🙂'.repeat(120))
    expect(documentTitle(documentWith([[{}, 'ab '.repeat(100)]]))).toHaveLength(119)
  })

  test('text on both sides of a hard break is two words', () => {
    const doc = documentWith([[{}, 'one']])
    const block = doc.getXmlFragment('prosemirror').get(0) as Y.XmlElement
    block.insert(1, [new Y.XmlElement('hard_break'), new Y.XmlText('two')])
    expect(documentTitle(doc)).toBe('one two')
  })

  test('formatting does not matter, and things that are no text are passed over', () => {
    const doc = documentWith([[{}, 'bold text']])
    const block = doc.getXmlFragment('prosemirror').get(0) as Y.XmlElement
    const text = block.get(0) as Y.XmlText
    text.format(0, 4, { bold: {} })
    text.insertEmbed(4, { image: 'x' })
    doc.getXmlFragment('prosemirror').insert(0, [new Y.XmlText('loose'), new Y.XmlElement('future')])
    expect(documentTitle(doc)).toBe('bold text')
  })

  test('survives a block nested thousands deep', () => {
    const doc = documentWith([])
    let inner = new Y.XmlElement('textblock')
    doc.getXmlFragment('prosemirror').push([inner])
    doc.transact(() => {
      for (let depth = 0; depth < 5000; depth++) {
        const next = new Y.XmlElement('deeper')
        inner.insert(0, [next])
        inner = next
      }
      inner.insert(0, [new Y.XmlText('bottom')])
    })
    expect(documentTitle(doc)).toBe('bottom')
  })
})
