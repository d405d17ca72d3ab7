import { Schema } from 'prosemirror-model'
import { NodeSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeShared, encodeShared } from './adaptive-json.ts'
import { withUnknownContent } from './adaptive-schema.ts'
import { projectionOf, safePeer, syncAll } from '../testing/test-peers.ts'
import { oldSchema, preparedSchema, testSchema } from '../testing/test-schema.ts'

/** A document from the future, made without any schema. */
function future(fill: (fragment: Y.XmlFragment) => void): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = 9
  fill(doc.getXmlFragment('prosemirror'))
  return doc
}

function element(
  name: string,
  attributes: Record<string, unknown> = {},
  ...children: unknown[]
): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
  made.insert(
    0,
    children.map((child) => (typeof child === 'string' ? new Y.XmlText(child) : child)) as Y.XmlElement[],
  )
  return made
}

function open(doc: Y.Doc, schema: Schema = preparedSchema): ReturnType<typeof safePeer> {
  return safePeer({ doc, schema })
}

describe('what the schema does not know is shown as a stand-in', () => {
  test('a block, with its name', () => {
    const peer = open(
      future((root) => root.insert(0, [element('paragraph', {}, 'a'), element('chart', {}, 'b')])),
    )
    expect(peer.view.state.doc.toString()).toBe('doc(paragraph("a"), unsupported)')
    expect(peer.view.state.doc.lastChild!.attrs['name']).toBe('chart')
    expect(peer.view.isEditable()).toBe(true)
    expect(peer.errors).toEqual([])
  })

  test('something inline, in its line', () => {
    const peer = open(
      future((root) => root.insert(0, [element('paragraph', {}, 'a', element('mention'), 'b')])),
    )
    expect(peer.view.state.doc.toString()).toBe('doc(paragraph("a", unsupported_inline, "b"))')
  })

  test('a mark, several on one text, with any value', () => {
    const peer = open(
      future((root) => {
        const text = new Y.XmlText()
        text.applyDelta([{ insert: 'word', attributes: { glow: { hue: 3 }, pulse: true, bold: {} } }])
        root.insert(0, [element('paragraph', {}, text)])
      }),
    )
    const { marks } = peer.view.state.doc.firstChild!.firstChild!
    expect(marks.map(({ type, attrs }) => [type.name, attrs['name'] as unknown])).toEqual([
      ['bold', undefined],
      ['unsupported_mark', 'glow'],
      ['unsupported_mark', 'pulse'],
    ])
  })

  test.each([
    ['an attribute that fails its check', element('scale', { factor: 'huge' }, 'text')],
    ['an attribute that is missing', element('anchor', {}, 'text')],
    ['a child where it may not stand', element('code', {}, element('paragraph', {}, 'inner'))],
    ['a node named like a stand-in', element('unsupported', { name: 'x' })],
    ['text between blocks', new Y.XmlText('loose')],
    ['a hook', new Y.XmlHook('widget')],
  ])('%s', (_what, child) => {
    const doc = future((root) => root.insert(0, [element('paragraph', {}, 'top'), child as Y.XmlElement]))
    const before = Y.encodeStateAsUpdate(doc)
    const peer = open(doc, strictSchema)
    expect(peer.view.state.doc.lastChild!.type.name).toBe('unsupported')
    peer.view.state.doc.check()
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
    peer.view.dispatch(peer.view.state.tr.insertText('!', 1))
    expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
    expect(peer.fragment.toArray()[1]).toBe(child)
    expect(peer.errors).toEqual([])
  })

  test('a value among text', () => {
    const text = new Y.XmlText('ab')
    const peer = open(
      future((root) => {
        root.insert(0, [element('paragraph', {}, text)])
        text.insertEmbed(1, { formula: 'x' })
      }),
    )
    expect(peer.view.state.doc.toString()).toBe('doc(paragraph(unsupported_inline))')
    peer.view.dispatch(peer.view.state.tr.insertText('!', 2))
    expect(peer.fragment.get(0).toJSON()).toBe('<paragraph>a[object Object]b!</paragraph>')
    expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
  })

  test('a block is shown again as what it is when a peer mends it', () => {
    const broken = element('scale', { factor: 'huge' }, 'text')
    const peer = open(
      future((root) => root.insert(0, [broken])),
      strictSchema,
    )
    broken.setAttribute('factor', 2 as unknown as string)
    expect(peer.view.state.doc.toString()).toBe('doc(scale("text"))')
  })

  test('a block that may stand again where it stands is shown again', () => {
    const [first, second] = [element('title', {}, 'one'), element('title', {}, 'two')]
    const doc = future((root) => root.insert(0, [first, second]))
    const peer = open(doc, titledSchema)
    expect(peer.view.state.doc.toString()).toBe('doc(title("one"), unsupported)')
    doc.getXmlFragment('prosemirror').delete(0)
    expect(peer.view.state.doc.toString()).toBe('doc(title("two"))')
  })
})

describe('unknown content that arrives while somebody writes', () => {
  test('leaves the selection, the undo history and the editor as they are', () => {
    const author = safePeer({ clientId: 1, schema: testSchema })
    const old = safePeer({ clientId: 2, schema: preparedSchema })
    author.view.dispatch(
      author.view.state.tr.insert(0, testSchema.node('paragraph', null, testSchema.text('one'))),
    )
    syncAll(author, old)
    old.view.dispatch(old.view.state.tr.insertText(' two', 4))
    const { plugins, selection } = old.view.state
    syncAll(author, old)
    const quote = testSchema.node('quote', null, [
      testSchema.node('paragraph', null, testSchema.text('quoted')),
    ])
    author.view.dispatch(author.view.state.tr.insert(9, quote))
    syncAll(author, old)
    expect(old.view.state.doc.toString()).toBe('doc(paragraph("one two"), unsupported)')
    expect(old.view.state.plugins).toBe(plugins)
    expect(old.view.state.selection.eq(selection)).toBe(true)
    old.binding.undo(old.view.state, () => {})
    syncAll(author, old)
    expect(author.view.state.doc.toString()).toBe('doc(paragraph("one"), quote(paragraph("quoted")))')
  })

  test('what a peer writes inside it is one attribute step, and keeps it selected', () => {
    const chart = element('chart', {}, 'a')
    const peer = open(future((root) => root.insert(0, [chart])))
    peer.view.dispatch(peer.view.state.tr.setSelection(NodeSelection.create(peer.view.state.doc, 0)))
    ;(chart.get(0) as Y.XmlText).insert(1, 'b')
    const tr = peer.view.applied.at(-1)!
    expect(tr.steps.map((step) => (step.toJSON() as { stepType: string }).stepType)).toEqual(['attr'])
    expect(peer.view.state.selection).toBeInstanceOf(NodeSelection)
  })
})

describe('JSON of shared types', () => {
  test('makes them anew, whatever they hold', () => {
    const attributes = {
      string: 'a',
      zero: -0,
      infinite: Infinity,
      big: 2n ** 60n,
      bytes: new Uint8Array([1, 2, 255]),
      nothing: null,
      missing: undefined,
      list: [1, { deep: [undefined, { $stet: 'like a tag' }] }],
    }
    const doc = future((root) => {
      const text = new Y.XmlText()
      text.applyDelta([
        { insert: 'a', attributes: { glow: true, 'note--AAAAAAAA': { id: 1 } } },
        { insert: { embed: 1 }, attributes: { red: 'deep' } },
        { insert: 'b\n' },
      ])
      const map = new Y.Map<unknown>([['key', new Y.Array()]])
      root.insert(0, [
        element(
          'future',
          { ...attributes, map },
          text,
          new Y.XmlText('second'),
          element('inner', {}, new Y.XmlText()),
        ),
      ])
    })
    const original = doc.getXmlFragment('prosemirror').get(0)
    const json = encodeShared(original)
    const copy = new Y.Doc()
    copy
      .getXmlFragment('prosemirror')
      .insert(0, [decodeShared(JSON.parse(JSON.stringify(json))) as Y.XmlElement])
    const again = copy.getXmlFragment('prosemirror').get(0) as Y.XmlElement
    expect(encodeShared(again)).toEqual(json)
    expect(again.toJSON()).toBe(original.toJSON())
    expect({ ...again.getAttributes(), map: null }).toEqual({ ...attributes, map: null })
    expect(again.length).toBe(3)
  })

  test('content that nests too deep is kept and shown, and cannot be carried elsewhere', () => {
    let inner = element('deep')
    for (let i = 0; i < 300; i++) inner = element('deep', {}, inner)
    const peer = open(future((root) => root.insert(0, [inner])))
    expect(peer.view.state.doc.firstChild!.attrs).toEqual({ name: 'content', json: null })
  })

  test.each([null, {}, { type: 1 }, { type: 'a', content: 'b' }, { type: 'text', text: 'loose' }])(
    'strange JSON is refused: %j',
    (json) => {
      expect(() => decodeShared(json)).toThrow(TypeError)
    },
  )
})

describe('a schema is prepared', () => {
  test('and goes on allowing what it allowed, with room for stand-ins in every group', () => {
    const schema = new Schema(
      withUnknownContent({ nodes: oldSchema.spec.nodes, marks: oldSchema.spec.marks }),
    )
    expect(schema.nodes['doc']!.contentMatch.matchType(schema.nodes['unsupported'])).not.toBeNull()
    expect(schema.nodes['doc']!.contentMatch.defaultType!.name).toBe('paragraph')
  })

  test('also when its document names single nodes, and marks by name or all of them', () => {
    const schema = new Schema(
      withUnknownContent({
        nodes: {
          doc: { content: 'title (paragraph | list)+' },
          title: { content: 'text*', marks: 'bold' },
          paragraph: { content: 'text*' },
          list: { content: 'paragraph+' },
          text: {},
        },
        marks: { bold: {}, only: { excludes: '_' } },
      }),
    )
    const unknown = schema.marks['unsupported_mark']
    expect(schema.nodes['title'].allowsMarkType(unknown)).toBe(true)
    expect(schema.marks['only'].excludes(unknown)).toBe(false)
    expect(schema.marks['only'].excludes(schema.marks['bold'])).toBe(true)
    const doc = schema.node('doc', null, [
      schema.node('title'),
      schema.node('unsupported', { name: 'x', json: { type: 'x' } }),
    ])
    expect(() => doc.check()).not.toThrow()
  })
})

const strictSchema = new Schema(
  withUnknownContent({
    nodes: {
      ...testSchema.spec.nodes.toObject(),
      scale: { content: 'inline*', group: 'block', attrs: { factor: { default: 1, validate: 'number' } } },
      anchor: { content: 'inline*', group: 'block', attrs: { id: {} } },
    },
    marks: testSchema.spec.marks,
  }),
)

const titledSchema = new Schema(
  withUnknownContent({
    nodes: {
      ...testSchema.spec.nodes.toObject(),
      doc: { content: 'title block*' },
      title: { content: 'inline*' },
    },
    marks: testSchema.spec.marks,
  }),
)
