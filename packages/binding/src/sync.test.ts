import { describe, expect, test } from 'vitest'
import { projectionOf, safePeer, syncAll } from './test-peers.ts'
import { testSchema as schema } from './test-schema.ts'

const paragraph = (text: string) => schema.node('paragraph', null, text === '' ? [] : [schema.text(text)])

describe('sync', () => {
  test('what one editor types, the other shows', () => {
    const [a, b] = [safePeer(), safePeer()]
    a.view.dispatch(a.view.state.tr.insert(0, [paragraph('hello'), paragraph('world')]))
    syncAll(a, b)
    b.view.dispatch(b.view.state.tr.insertText('!', 6))
    syncAll(a, b)
    expect(a.view.state.doc.toString()).toBe('doc(paragraph("hello!"), paragraph("world"))')
    expect(b.view.state.doc.eq(a.view.state.doc)).toBe(true)
    expect(projectionOf(a).eq(a.view.state.doc)).toBe(true)
  })

  test('a remote character is a step of one character', () => {
    const [a, b] = [safePeer(), safePeer()]
    a.view.dispatch(a.view.state.tr.insert(0, [paragraph('one'), paragraph('two'), paragraph('three')]))
    syncAll(a, b)
    a.view.dispatch(a.view.state.tr.insertText('x', 8))
    syncAll(a, b)
    const steps = b.view.applied.at(-1)!.steps.map((step) => step.toJSON())
    expect(steps).toEqual([
      { stepType: 'replace', from: 8, to: 8, slice: { content: [{ type: 'text', text: 'x' }] } },
    ])
  })
})
