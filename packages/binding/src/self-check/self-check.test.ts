import { Plugin } from 'prosemirror-state'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ySyncPluginKey } from 'y-prosemirror'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { safeBinding } from '../safe-binding.ts'
import type { Divergence } from './self-check-view.ts'
import { firstDifference } from '../first-difference.ts'
import { projectionOf, send, syncAll } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'
import { makeFork } from '../testing/test-fork.ts'
import { createTestIdle } from './test-idle.ts'
import type { TestIdle } from './test-idle.ts'
import { testSchema as schema } from '../testing/test-schema.ts'
import { createTestView } from '../testing/test-view.ts'

interface Checked {
  readonly peer: SafePeer
  readonly idle: TestIdle
  readonly divergences: Divergence[]
  readonly awareness: Awareness
}

async function checked(clientId: number, plugins: readonly Plugin[] = []): Promise<Checked> {
  const idle = createTestIdle()
  const divergences: Divergence[] = []
  const doc = new Y.Doc()
  doc.clientID = clientId
  const awareness = new Awareness(doc)
  awareness.setLocalStateField('user', { name: `client ${clientId}` })
  const fragment = doc.getXmlFragment('prosemirror')
  const binding = safeBinding(fragment, {
    awareness,
    idle,
    onDivergence: (divergence) => divergences.push(divergence),
  })
  const view = createTestView({ schema, plugins: [...binding.plugins, ...plugins] })
  const peer: SafePeer = { doc, fragment, binding, view, errors: [] }
  await vi.dynamicImportSettled()
  return { peer, idle, divergences, awareness }
}

function write({ view }: SafePeer, ...texts: string[]): void {
  const nodes = texts.map((text) => schema.node('paragraph', null, schema.text(text)))
  view.dispatch(view.state.tr.insert(view.state.doc.content.size, nodes))
}

/** A fault of ours, as it might be: the editor is given another document behind the binding's back. */
function tamper({ view }: SafePeer, text: string): void {
  const { tr } = view.state
  tr.insertText(text, 2).setMeta(ySyncPluginKey, { isChangeOrigin: true })
  view.dispatch(tr)
}

function meet(...all: readonly Checked[]): void {
  syncAll(...all.map(({ peer }) => peer))
  for (const from of all) {
    for (const to of all) {
      if (from === to) continue
      const update = encodeAwarenessUpdate(from.awareness, [from.awareness.clientID])
      applyAwarenessUpdate(to.awareness, update, 'network')
    }
  }
}

function rest(...all: readonly Checked[]): void {
  for (const { idle } of all) idle.pass(10_000)
  meet(...all)
}

function published({ awareness }: Checked): unknown {
  return awareness.getLocalState()!['checksum']
}

describe('the editor is compared with the shared document when nobody waits', () => {
  test('nothing is said while they are equal', async () => {
    const { peer, idle, divergences } = await checked(1)
    write(peer, 'one', 'two', 'three')
    idle.pass(60_000)
    expect(idle.slices).toBeGreaterThan(3)
    expect(divergences).toEqual([])
  })

  test('only what changed is read again', async () => {
    const { peer, idle } = await checked(1)
    write(peer, ...Array.from({ length: 50 }, (_, i) => `paragraph ${i}`))
    idle.pass(60_000)
    const before = idle.slices
    peer.view.dispatch(peer.view.state.tr.insertText('!', 3))
    idle.pass(60_000)
    expect(idle.slices - before).toBeLessThan(6)
  })

  test('what differs is put right from Yjs, counted and reported with its place', async () => {
    const { peer, idle, divergences } = await checked(1)
    write(peer, 'one', 'two')
    const before = peer.fragment.toJSON()
    tamper(peer, '?')
    idle.pass(60_000)
    expect(divergences).toMatchObject([
      {
        kind: 'editor',
        path: [0],
        expected: { type: 'paragraph', content: [{ type: 'text', text: 'one' }] },
        found: { type: 'paragraph', content: [{ type: 'text', text: 'o?ne' }] },
        count: 1,
        repaired: true,
      },
    ])
    expect(peer.fragment.toJSON()).toBe(before)
    expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
    tamper(peer, '!')
    idle.pass(60_000)
    expect(divergences.map(({ count }) => count)).toEqual([1, 2])
  })

  test('a plugin that changes it back is reported once, not fought', async () => {
    const stubborn = new Plugin({
      appendTransaction: (_transactions, _before, { doc, tr }) =>
        doc.textContent.includes('?') || doc.childCount === 0 || !isActive ? null : tr.insertText('?', 2),
    })
    let isActive = false
    const { peer, idle, divergences } = await checked(1, [stubborn])
    write(peer, 'one')
    isActive = true
    peer.view.dispatch(peer.view.state.tr.setMeta(ySyncPluginKey, { isChangeOrigin: true }))
    idle.pass(600_000)
    expect(divergences).toMatchObject([{ repaired: false, count: 1 }])
    expect(peer.fragment.toJSON()).not.toContain('?')
  })

  test('nothing is compared while a word is being composed', async () => {
    const { peer, idle, divergences } = await checked(1)
    write(peer, 'one')
    tamper(peer, '?')
    peer.view.composing = true
    idle.pass(60_000)
    expect(divergences).toEqual([])
    peer.view.composing = false
    idle.pass(60_000)
    expect(divergences).toHaveLength(1)
  })

  test('nothing is planned after destroy', async () => {
    const { peer, idle } = await checked(1)
    write(peer, 'one')
    peer.view.destroy()
    peer.binding.destroy()
    idle.pass(60_000)
    expect(idle.slices).toBe(0)
  })

  test('the order of marks, and how text is cut, is no difference', async () => {
    const marks = [schema.mark('comment', { id: 1 }), schema.mark('comment', { id: 2 })]
    const text = (string: string, ...marked: typeof marks) => schema.text(string, marked)
    const one = schema.node('paragraph', null, [text('ab', ...marks)])
    const other = schema.node('paragraph', null, [text('a', ...marks), text('b', ...marks.toReversed())])
    expect(one.eq(other)).toBe(false)
    expect(firstDifference(one, other)).toBeNull()
    expect(
      firstDifference(one, schema.node('paragraph', null, [text('ab', ...marks.slice(1))])),
    ).not.toBeNull()
  })
})

describe('clients that have seen the same compare what they hold', () => {
  // What is one undo step depends on the clock.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('equal ones publish equal checksums, once', async () => {
    const all = [await checked(1), await checked(2), await checked(3)]
    write(all[0]!.peer, 'one', 'two')
    meet(...all)
    rest(...all)
    expect(published(all[0]!)).toMatchObject({ state: expect.any(String), content: expect.any(String) })
    expect(published(all[1]!)).toEqual(published(all[0]!))
    expect(published(all[2]!)).toEqual(published(all[0]!))
    expect(all.flatMap(({ divergences }) => divergences)).toEqual([])
  })

  test('whoever is alone publishes nothing', async () => {
    const alone = await checked(1)
    write(alone.peer, 'one')
    alone.idle.pass(60_000)
    expect(alone.awareness.getLocalState()).not.toHaveProperty('checksum')
  })

  test('the fault of Yjs is found by both, and mended without a word to the others', async () => {
    const [first, undoing] = [await checked(1), await checked(3)]
    makeFork(first.peer, undoing.peer)
    meet(first, undoing)
    expect(undoing.peer.fragment.toJSON()).not.toBe(first.peer.fragment.toJSON())
    expect(Y.encodeStateVector(undoing.peer.doc)).toEqual(Y.encodeStateVector(first.peer.doc))
    let sent = 0
    for (const { peer } of [first, undoing]) peer.doc.on('update', () => sent++)
    rest(first, undoing)
    rest(first, undoing)
    expect(first.divergences).toMatchObject([{ kind: 'peers', clientId: 3, count: 1 }])
    expect(undoing.divergences).toMatchObject([{ kind: 'peers', clientId: 1, count: 1 }])
    const repaired = [first, undoing].flatMap(({ divergences }) =>
      divergences.map(({ repaired }) => repaired),
    )
    expect(repaired).toContain(true)
    expect(sent).toBe(0)
    expect(undoing.peer.fragment.toJSON()).toBe(first.peer.fragment.toJSON())
    for (const { peer } of [first, undoing]) {
      expect(projectionOf(peer).eq(peer.view.state.doc)).toBe(true)
      peer.binding.undo(peer.view.state, () => {})
    }
    // Work goes on, from both sides.
    undoing.peer.view.dispatch(undoing.peer.view.state.tr.insertText('after', 2))
    send(undoing.peer, first.peer)
    first.peer.view.dispatch(first.peer.view.state.tr.insertText('too', 2))
    for (let i = 0; i < 3; i++) {
      // Each reads again once a minute at most.
      for (const { idle } of [first, undoing]) idle.pass(60_000)
      rest(first, undoing)
    }
    expect(undoing.peer.view.state.doc.eq(first.peer.view.state.doc)).toBe(true)
  })

  test('a client that claims falsehoods costs one reading a minute, and changes nothing', async () => {
    const [honest, liar] = [await checked(1), await checked(2)]
    write(honest.peer, 'one')
    meet(honest, liar)
    rest(honest, liar)
    const before = honest.peer.view.state
    for (let i = 0; i < 50; i++) {
      const { state } = published(honest) as { state: string }
      liar.awareness.setLocalStateField('checksum', { state, content: `lie ${i}` })
      meet(honest, liar)
    }
    expect(honest.divergences).toMatchObject([{ kind: 'peers', repaired: false }])
    expect(honest.peer.view.state).toBe(before)
    for (const nonsense of [null, 3, 'x', {}, { state: 1, content: 2 }]) {
      liar.awareness.setLocalStateField('checksum', nonsense)
      meet(honest, liar)
    }
  })
})
