// One random history of three editors, and what must hold whatever happens in it: every editor shows what Yjs holds;
// when all have met, all show the same; and what somebody typed is there exactly once, unless somebody deleted it.

import { Fragment } from 'prosemirror-model'
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import * as fc from 'fast-check'
import * as Y from 'yjs'
import { anyEdit, applyEdit, canonical, deletes } from './random-edits.ts'
import type { Edit } from './random-edits.ts'
import { projectionOf, safePeer, send, settle, syncAll } from './test-peers.ts'
import type { SafePeer } from './test-peers.ts'

export type Action =
  | { readonly act: 'edit'; readonly peer: number; readonly edit: Edit }
  | { readonly act: 'send'; readonly peer: number; readonly to: number }
  | { readonly act: 'meet' }
  | { readonly act: 'undo' | 'redo' | 'pause'; readonly peer: number }

const anyPeer = fc.nat(2)

export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ act: fc.constant('edit' as const), peer: anyPeer, edit: anyEdit }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('send' as const), peer: anyPeer, to: anyPeer }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('meet' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('undo' as const, 'redo' as const, 'pause' as const),
      peer: anyPeer,
    }),
  },
)

export interface Outcome {
  readonly edits: number
  /** Yjs's own fault (see convergence.test.ts) came up: nothing after it is ours to judge. */
  readonly forked: boolean
  /** What is wrong; empty when all is well. */
  readonly faults: readonly string[]
  /** Typed text that is missing though nobody deleted it, or is there twice. */
  readonly misplaced: readonly string[]
}

/** Typed characters and inserted images are unique, so that each can be looked for: from here on, one by one. */
const firstToken = 0x4e00

export function runHistory(actions: readonly Action[]): Outcome {
  const peers = [1, 2, 3].map((clientId) => safePeer({ clientId }))
  const tokens = new Tokens()
  const faults: string[] = []
  const misplaced: string[] = []
  let edits = 0
  const fail = (fault: string): void => {
    faults.push(fault)
  }
  const first = peers[0]
  if (first === undefined) throw new Error('There are three peers.')
  start(first)
  first.binding.undoManager.clear()
  syncAll(...peers)
  for (const action of actions) {
    const forked = step(action)
    if (forked) return { edits, forked, faults: [], misplaced: [] }
    for (const [index, each] of peers.entries()) {
      if (!isFaithful(each))
        fail(`after ${JSON.stringify(action)}, editor ${index} shows what Yjs does not hold`)
    }
    if (faults.length > 0) break
  }
  if (faults.length === 0) {
    settle(...peers)
    checkEnd()
  }
  for (const each of peers) {
    each.view.destroy()
    each.binding.destroy()
  }
  return { edits, forked: false, faults, misplaced }

  function step(action: Action): boolean {
    if (action.act === 'meet') {
      settle(...peers)
      return false
    }
    const peer = peers[action.peer] ?? first
    if (peer === undefined) return false
    const before = textOf(peer.view.state.doc)
    switch (action.act) {
      case 'edit': {
        const tr = tokens.apply(peer, action.edit)
        if (tr === null) return false
        peer.view.dispatch(tr)
        edits++
        const gone = tokens.note(before, textOf(peer.view.state.doc))
        if (gone.length > 0 && !deletes(action.edit.kind)) fail(`${action.edit.kind} lost ${gone.join(' ')}`)
        return false
      }
      case 'send': {
        const to = peers[action.to]
        if (to !== undefined && to !== peer) send(peer, to)
        return false
      }
      case 'pause':
        peer.binding.undoManager.stopCapturing()
        return false
      case 'undo':
      case 'redo':
        peer.binding[action.act](peer.view.state, () => {})
        tokens.note(before, textOf(peer.view.state.doc))
        return !readsBackEqual(peer)
      default:
        return action satisfies never
    }
  }

  function checkEnd(): void {
    const shown = peers.map((each) => JSON.stringify(canonical(each.view.state.doc)))
    for (const [index, each] of peers.entries()) {
      if (!isFaithful(each)) fail(`at the end, editor ${index} shows what Yjs does not hold`)
      if (shown[index] !== shown[0]) fail(`editors 0 and ${index} differ: ${shown[0]} and ${shown[index]}`)
      for (const { error, stage } of each.errors) fail(`${stage}: ${String(error.stack)}`)
    }
    if (first !== undefined) misplaced.push(...tokens.check(textOf(first.view.state.doc)))
  }
}

class Tokens {
  #next = firstToken
  /** Those that somebody deleted, or took back. */
  readonly #deleted = new Set<string>()

  apply({ view }: SafePeer, edit: Edit): Transaction | null {
    const tr = applyEdit(view.state, edit, String.fromCharCode(this.#next))
    if (tr !== null && (edit.kind === 'type' || edit.kind === 'image')) this.#next++
    return tr
  }

  /** Which ones the editor's own change took away; a copy of what was deleted before may still come and go. */
  note(before: string, after: string): string[] {
    const gone = before
      .split('')
      .filter((each) => isToken(each) && !after.includes(each) && !this.#deleted.has(each))
    for (const each of gone) this.#deleted.add(each)
    return gone
  }

  check(text: string): string[] {
    const faults: string[] = []
    for (let code = firstToken; code < this.#next; code++) {
      const token = String.fromCharCode(code)
      const count = text.split(token).length - 1
      if (count > 1) faults.push(`${token} is there ${count} times`)
      if (count === 0 && !this.#deleted.has(token)) faults.push(`${token} is lost`)
    }
    return faults
  }
}

function isToken(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= firstToken && (character.codePointAt(0) ?? 0) < 0xa000
}

function textOf(doc: Node): string {
  return doc.textBetween(0, doc.content.size, '\n', ({ attrs }) => String(attrs['src'] ?? ''))
}

/** Whether a document read from this peer's update is this peer's document. */
export function readsBackEqual(peer: SafePeer): boolean {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(peer.doc))
  return copy.getXmlFragment('prosemirror').toJSON() === peer.fragment.toJSON()
}

export function start({ view }: SafePeer): void {
  const { schema, tr } = view.state
  const content = Fragment.from([
    schema.node('heading', { level: 1 }, schema.text('Title')),
    schema.node('paragraph', null, [schema.text('aaaa bb '), schema.text('bold', [schema.mark('bold')])]),
    schema.node('paragraph'),
    schema.node('quote', null, schema.node('paragraph', null, schema.text('quoted'))),
  ])
  view.dispatch(tr.insert(0, content))
}

export function isFaithful(peer: SafePeer): boolean {
  peer.view.state.doc.check()
  return JSON.stringify(canonical(peer.view.state.doc)) === JSON.stringify(canonical(projectionOf(peer)))
}
