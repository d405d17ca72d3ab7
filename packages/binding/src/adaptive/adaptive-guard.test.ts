import { Fragment, Slice } from 'prosemirror-model'
import type { Node } from 'prosemirror-model'
import { AllSelection, NodeSelection, TextSelection } from 'prosemirror-state'
import type { Plugin } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { projectionOf, safePeer } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'
import { preparedSchema as schema } from '../testing/test-schema.ts'

const chart = { type: 'chart', attrs: { kind: 'bar' }, content: [{ type: 'text', text: 'figures' }] }

function paragraph(...children: (Y.XmlText | Y.XmlElement)[]): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, children)
  return element
}

/** one [chart] two, the second with something unknown in its middle: `t[chip]wo`. */
function peerWithUnknown(): SafePeer {
  const doc = new Y.Doc()
  const unknown = new Y.XmlElement('chart')
  unknown.setAttribute('kind', 'bar')
  unknown.insert(0, [new Y.XmlText('figures')])
  const line = paragraph(new Y.XmlText('t'), new Y.XmlElement('chip'), new Y.XmlText('wo'))
  doc.getXmlFragment('prosemirror').insert(0, [paragraph(new Y.XmlText('one')), unknown, line])
  const peer = safePeer({ doc, schema })
  expect(shown(peer)).toBe('doc(paragraph("one"), unsupported, paragraph("t", unsupported_inline, "wo"))')
  return peer
}

const chartAt = 5
const chipAt = 8

function caret({ view }: SafePeer, position: number): void {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position)))
}

function press({ view }: SafePeer, key: string, options: Partial<KeyboardEvent> = {}): boolean {
  const event = { key, keyCode: 0, repeat: false, ...options } as KeyboardEvent
  return props(view.state.plugins).some(
    ([plugin, { handleKeyDown }]) => handleKeyDown?.call(plugin, view, event) === true,
  )
}

function props(plugins: readonly Plugin[]): (readonly [Plugin, Plugin['props']])[] {
  return plugins.map((plugin) => [plugin, plugin.props] as const)
}

function selectedAt({ view }: SafePeer): number | null {
  const { selection } = view.state
  return selection instanceof NodeSelection ? selection.from : null
}

function typeText({ view }: SafePeer, text: string): boolean {
  return props(view.state.plugins).some(
    ([plugin, { handleTextInput }]) =>
      handleTextInput?.call(plugin, view, 0, 0, text, () => view.state.tr) === true,
  )
}

function standIn(json: unknown): Node {
  return schema.node('unsupported', { name: '?', json })
}

const shown = ({ view }: SafePeer): string => view.state.doc.toString()

describe('a key beside something unknown', () => {
  test.each([
    ['Backspace', 'at the start of the next line', 7, chartAt],
    ['Delete', 'at the end of the line before', 4, chartAt],
    ['Backspace', 'right behind it', 9, chipAt],
    ['Delete', 'right before it', 8, chipAt],
  ])('%s %s selects it', (key, _where, position, expected) => {
    const peer = peerWithUnknown()
    caret(peer, position)
    expect(press(peer, key)).toBe(true)
    expect(selectedAt(peer)).toBe(expected)
    expect(peer.fragment.toJSON()).toContain('figures')
  })

  test('a key held down does not go on to delete it', () => {
    const peer = peerWithUnknown()
    caret(peer, 7)
    press(peer, 'Backspace')
    expect(press(peer, 'Backspace', { repeat: true })).toBe(true)
    expect(selectedAt(peer)).toBe(chartAt)
    // Pressed again, it is left to whoever deletes selections.
    expect(press(peer, 'Backspace')).toBe(false)
  })

  test('elsewhere keys are not touched', () => {
    const peer = peerWithUnknown()
    caret(peer, 3)
    expect(press(peer, 'Backspace')).toBe(false)
    expect(press(peer, 'Delete')).toBe(false)
  })
})

describe('what is typed while it is selected', () => {
  test.each([
    [
      'a block',
      chartAt,
      'doc(paragraph("one"), unsupported, paragraph("x"), paragraph("t", unsupported_inline, "wo"))',
    ],
    [
      'something inline',
      chipAt,
      'doc(paragraph("one"), unsupported, paragraph("t", unsupported_inline, "xwo"))',
    ],
  ])('goes behind %s', (_what, position, expected) => {
    const peer = peerWithUnknown()
    peer.view.dispatch(peer.view.state.tr.setSelection(NodeSelection.create(peer.view.state.doc, position)))
    expect(typeText(peer, 'x')).toBe(true)
    expect(shown(peer)).toBe(expected)
  })

  test('also when an input method writes it', () => {
    const peer = peerWithUnknown()
    peer.view.dispatch(peer.view.state.tr.setSelection(NodeSelection.create(peer.view.state.doc, chartAt)))
    expect(press(peer, 'Process', { keyCode: 229 })).toBe(false)
    expect(peer.view.state.selection).toBeInstanceOf(TextSelection)
    expect(shown(peer)).toContain('unsupported, paragraph, ')
  })
})

describe('deleted on purpose', () => {
  test.each([
    ['as a selected node', (peer: SafePeer) => NodeSelection.create(peer.view.state.doc, chartAt)],
    ['with everything', (peer: SafePeer) => new AllSelection(peer.view.state.doc)],
  ])('%s: it is gone, and undo gives it back equal', (_how, selection) => {
    const peer = peerWithUnknown()
    const before = peer.fragment.toJSON()
    peer.view.dispatch(peer.view.state.tr.setSelection(selection(peer)).deleteSelection())
    expect(peer.fragment.toJSON()).not.toContain('figures')
    peer.binding.undo(peer.view.state, () => {})
    expect(peer.fragment.toJSON()).toBe(before)
    expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
  })
})

describe('moved and copied', () => {
  test('a block is moved whole', () => {
    const peer = peerWithUnknown()
    const node = peer.view.state.doc.child(1)
    peer.view.dispatch(peer.view.state.tr.delete(chartAt, chartAt + 1).insert(0, node))
    expect(peer.fragment.toJSON()).toBe(
      '<chart kind="bar">figures</chart><paragraph>one</paragraph><paragraph>t<chip></chip>wo</paragraph>',
    )
    expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
  })

  test('a paragraph takes attributes along that the schema does not know, also as another type', () => {
    const peer = peerWithUnknown()
    ;(peer.fragment.get(0) as Y.XmlElement).setAttribute('anchor', 'a1')
    const { doc, tr } = peer.view.state
    peer.view.dispatch(tr.delete(0, 5).insert(1, doc.child(0)))
    expect((peer.fragment.get(1) as Y.XmlElement).getAttribute('anchor')).toBe('a1')
    peer.view.dispatch(peer.view.state.tr.setBlockType(2, 2, schema.nodes['heading']!))
    expect((peer.fragment.get(1) as Y.XmlElement).toJSON()).toBe(
      '<heading anchor="a1" level="1">one</heading>',
    )
    expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
  })

  test('what is copied in the page and pasted there keeps them too', () => {
    const peer = peerWithUnknown()
    ;(peer.fragment.get(0) as Y.XmlElement).setAttribute('anchor', 'a1')
    const { doc, plugins } = peer.view.state
    const slice = doc.slice(0, 6)
    let pasted = Slice.fromJSON(schema, slice.toJSON())
    for (const [plugin, { transformCopied }] of props(plugins))
      transformCopied?.call(plugin, slice, peer.view)
    for (const [plugin, { transformPasted }] of props(plugins)) {
      pasted = transformPasted?.call(plugin, pasted, peer.view, false) ?? pasted
    }
    peer.view.dispatch(peer.view.state.tr.replace(doc.content.size, doc.content.size, pasted))
    const copy = peer.fragment.toArray().slice(3) as Y.XmlElement[]
    expect(copy.map((element) => element.toJSON())).toEqual([
      '<paragraph anchor="a1">one</paragraph>',
      '<chart kind="bar">figures</chart>',
    ])
  })

  test('what comes from a clipboard is shown as what it is here', () => {
    const peer = peerWithUnknown()
    const words = schema.text('x', [
      schema.mark('unsupported_mark', { name: '?', json: { type: 'bold' } }),
      schema.mark('unsupported_mark', { name: '?', json: { type: 'glow', value: true } }),
    ])
    let slice = new Slice(
      Fragment.from([
        standIn({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'known' }] }),
        standIn(chart),
        standIn({ type: 1 }),
        schema.node('paragraph', null, words),
      ]),
      0,
      0,
    )
    for (const [plugin, { transformPasted }] of props(peer.view.state.plugins)) {
      slice = transformPasted?.call(plugin, slice, peer.view, false) ?? slice
    }
    expect(slice.content.toString()).toBe(
      '<heading("known"), unsupported, paragraph(bold(unsupported_mark("x")))>',
    )
    expect(slice.content.child(1).attrs).toEqual({ name: 'chart', json: chart })
  })
})
