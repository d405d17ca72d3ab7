// Reading and writing a Y.Doc: read-yjs, write-yjs and document-from-yjs belong together, so their rules stand here.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentFromYjs, documentToJSON, jsonToYjs, toText } from './index.ts'
import type { DocumentJSON, NodeJSON } from './json.ts'
import { anyDocument } from './testing/arbitrary-document.ts'

function docWith(...content: NodeJSON[]): Y.Doc {
  const doc = new Y.Doc()
  jsonToYjs({ type: 'doc', content }, doc)
  return doc
}

function firstBlock(doc: Y.Doc): Y.XmlElement {
  return doc.getXmlFragment('prosemirror').get(0) as Y.XmlElement
}

function textsIn(node: NodeJSON): string[] {
  return node.text !== undefined ? [node.text] : (node.content ?? []).flatMap(textsIn)
}

describe('JSON and Yjs', () => {
  test('what is written is read back equal, unknown things included', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        expect(documentToJSON(docWith(...json.content))).toEqual(json)
      }),
    )
  })

  test('a peer that gets the update reads the same', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        const peer = new Y.Doc()
        Y.applyUpdate(peer, Y.encodeStateAsUpdate(docWith(...json.content)))
        expect(documentToJSON(peer)).toEqual(json)
      }),
    )
  })

  test('an empty document reads as a document without blocks', () => {
    expect(documentToJSON(new Y.Doc())).toEqual({ type: 'doc', content: [] })
  })

  test('marks come in the order of the schema, however a program stored them', () => {
    const doc = docWith({ type: 'textblock', content: [{ type: 'text', text: 'x' }] })
    const text = firstBlock(doc).get(0) as Y.XmlText
    for (const name of ['zebra', 'code', 'apple', 'bold', 'link']) text.format(0, 1, { [name]: {} })
    expect(documentToJSON(doc).content[0]?.content?.[0]?.marks?.map((mark) => mark.type)).toEqual([
      'link',
      'bold',
      'code',
      'apple',
      'zebra',
    ])
  })

  test('marks stored as bare values are read: true as none, others as an attribute', () => {
    const doc = docWith({ type: 'textblock', content: [{ type: 'text', text: 'x' }] })
    const text = firstBlock(doc).get(0) as Y.XmlText
    text.format(0, 1, { bold: true, color: 'red' })
    expect(documentToJSON(doc).content[0]?.content?.[0]?.marks).toEqual([
      { type: 'bold' },
      { type: 'color', attrs: { value: 'red' } },
    ])
  })

  test('two marks of one type on one text are both kept, with or without stored names', () => {
    const marks = [1, 2].map((thread) => ({ type: 'annotation', attrs: { thread } }))
    const doc = docWith({ type: 'textblock', content: [{ type: 'text', text: 'x', marks }] })
    const read = documentToJSON(doc)
    expect(read.content[0]?.content?.[0]?.marks).toMatchObject(marks)
    expect(documentToJSON(docWith(...read.content))).toEqual(read)
  })

  test('strange content is carried along: loose text, embeds, shared types, bytes, big integers', () => {
    const doc = new Y.Doc()
    const fragment = doc.getXmlFragment('prosemirror')
    const block = new Y.XmlElement('textblock')
    const text = new Y.XmlText('ab')
    fragment.insert(0, [new Y.XmlText('loose'), block, new Y.XmlHook('hook') as unknown as Y.XmlElement])
    block.insert(0, [text])
    text.insertEmbed(1, { image: 'x' }, { bold: {} })
    block.setAttribute('bytes', new Uint8Array([1, 2]) as unknown as string)
    block.setAttribute('big', 10n as unknown as string)
    block.setAttribute('shared', new Y.Map([['key', 'value']]) as unknown as string)
    const json = documentToJSON(doc)
    expect(json.content).toEqual([
      { type: 'text', text: 'loose' },
      {
        type: 'textblock',
        attrs: { bytes: [1, 2], big: '10', shared: { key: 'value' } },
        content: [
          { type: 'text', text: 'a' },
          { type: 'unsupported_value', attrs: { value: { image: 'x' } }, marks: [{ type: 'bold' }] },
          { type: 'text', text: 'b' },
        ],
      },
      { type: 'unsupported_value', attrs: { value: {} } },
    ])
    expect(documentToJSON(docWith(...json.content))).toEqual(json)
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
  })

  test('a root that is no fragment but text is read as text', () => {
    const other = new Y.Doc()
    other.getText('prosemirror').insert(0, 'words')
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    expect(toText(documentToJSON(doc))).toBe('words')
  })

  test('nesting too deep to walk keeps its text', () => {
    const doc = new Y.Doc()
    doc.transact(() => {
      let inner = new Y.XmlElement('textblock')
      doc.getXmlFragment('prosemirror').push([inner])
      for (let depth = 0; depth < 5000; depth++) {
        const next = new Y.XmlElement('deeper')
        inner.insert(0, [next])
        inner = next
      }
      inner.insert(0, [new Y.XmlText('bottom')])
    })
    const json = documentToJSON(doc)
    expect(toText(json)).toBe('bottom')
    expect(toText(documentFromYjs(doc))).toBe('bottom')
    expect(documentToJSON(docWith(...json.content))).toEqual(json)
  })
})

describe('jsonToYjs', () => {
  test('refuses a document that has content, and leaves it as it is', () => {
    const doc = docWith({ type: 'divider' })
    expect(() => jsonToYjs({ type: 'doc', content: [{ type: 'divider' }] }, doc)).toThrow(
      /already has content/,
    )
    expect(documentToJSON(doc).content).toHaveLength(1)
  })

  test.each([
    [{ type: 'textblock', content: [] }, 'not "textblock"'],
    [{ type: 'doc', content: 'text' }, 'doc.content is not a list'],
    [{ type: 'doc', content: [{ content: [] }] }, 'doc.content[0] is not an object with a "type"'],
    [{ type: 'doc', content: [{ type: 'textblock', text: 'x' }] }, 'doc.content[0].text'],
    [{ type: 'doc', content: [{ type: 'text' }] }, 'doc.content[0] is a text node without "text"'],
    [{ type: 'doc', content: [{ type: 'divider', attrs: [] }] }, 'doc.content[0].attrs'],
    [{ type: 'doc', content: [{ type: 'text', text: 'x', marks: [{}] }] }, 'doc.content[0].marks[0]'],
  ])('refuses %j, names the place and writes nothing', (json, message) => {
    const doc = new Y.Doc()
    expect(() => jsonToYjs(json as unknown as DocumentJSON, doc)).toThrow(message)
    expect(Y.encodeStateAsUpdate(doc)).toHaveLength(2)
  })

  test('refuses JSON nested deeper than it could be read back', () => {
    let json: NodeJSON = { type: 'text', text: 'x' }
    for (let depth = 0; depth < 200; depth++) json = { type: 'box', content: [json] }
    expect(() => jsonToYjs({ type: 'doc', content: [json] }, new Y.Doc())).toThrow(/deeper than 100/)
  })
})

describe('documentFromYjs', () => {
  test('known content becomes nodes that fit the schema, and every text is in it', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        const node = documentFromYjs(docWith(...json.content))
        node.check()
        // In a table a tab parts the cells, so one in a cell is a space.
        const text = toText(node).replaceAll('\t', ' ')
        for (const piece of textsIn(json))
          for (const line of piece.split('\n')) expect(text).toContain(line.replaceAll('\t', ' '))
      }),
    )
  })

  test('unknown content comes back whole when the node is written to a new document', () => {
    const content: NodeJSON[] = [
      { type: 'panel', attrs: { tone: 'warm' }, content: [{ type: 'divider' }] },
      {
        type: 'textblock',
        attrs: { kind: 'paragraph', level: 1, indent: 0, checked: false, quote: false },
        content: [
          { type: 'text', text: 'x', marks: [{ type: 'glow', attrs: { colour: 'red' } }] },
          { type: 'chip', attrs: { person: 'Ada' } },
        ],
      },
      { type: 'code_block', content: [{ type: 'hard_break' }] },
    ]
    const node = documentFromYjs(docWith(...content))
    expect(node.toJSON().content.map((child: NodeJSON) => child.type)).toEqual([
      'unsupported',
      'textblock',
      'unsupported',
    ])
    const copy = new Y.Doc()
    jsonToYjs(node.toJSON() as DocumentJSON, copy)
    expect(documentToJSON(copy).content).toEqual(content)
  })

  test('a stored element that poses as a stand-in cannot break reading', () => {
    const doc = docWith({
      type: 'unsupported',
      attrs: { json: { type: 'x', content: 5 } },
      content: [{ type: 'text', text: 'kept' }],
    })
    expect(toText(documentToJSON(doc))).toBe('kept')
    expect(toText(documentFromYjs(doc))).toBe('kept')
  })

  test('changes nothing in the document', () => {
    const doc = docWith({ type: 'panel' }, { type: 'textblock', attrs: { kind: 7 } })
    const before = Y.encodeStateAsUpdate(doc)
    documentFromYjs(doc)
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })
})

describe('changing what a block is, while someone types in it', () => {
  test.each([
    ['kind', 'heading'],
    ['indent', 3],
    ['checked', true],
    ['quote', true],
    ['level', 2],
  ])('%s: the typed text and the change both survive', (name, value) => {
    const one = docWith({
      type: 'textblock',
      attrs: { kind: 'task' },
      content: [{ type: 'text', text: 'Hello' }],
    })
    const two = new Y.Doc()
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    const text = firstBlock(one).get(0) as Y.XmlText
    text.insert(5, ' world')
    text.format(0, 5, { bold: {} })
    firstBlock(two).setAttribute(name, value as string)
    const [fromOne, fromTwo] = [one, two].map((doc) => Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(one, fromTwo!)
    Y.applyUpdate(two, fromOne!)
    expect(documentToJSON(one)).toEqual(documentToJSON(two))
    expect(documentToJSON(one).content).toEqual([
      {
        type: 'textblock',
        attrs: { kind: 'task', [name]: value },
        content: [
          { type: 'text', text: 'Hello', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' world' },
        ],
      },
    ])
  })
})
