// Old client, new client: a random document of a newer editor, full of nodes, marks and attributes that today's schema has no
// name for, each with a token of its own. Today's editor does everything an editor can do to it. A token may go only when
// somebody deleted what carries it.

import * as fc from 'fast-check'
import { Schema, Slice } from 'prosemirror-model'
import { AllSelection, TextSelection } from 'prosemirror-state'
import type { EditorState, Transaction } from 'prosemirror-state'
import { canJoin, canSplit, findWrapping } from 'prosemirror-transform'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeShared, encodeShared } from './adaptive-json.ts'
import type { UnknownMark, UnknownNode } from './adaptive-json.ts'
import { isStandIn, withUnknownContent } from './adaptive-schema.ts'
import { firstDifference } from '../first-difference.ts'
import { blockStart, textPosition } from '../testing/random-edits.ts'
import { projectionOf, safePeer, stockPeer } from '../testing/test-peers.ts'
import type { Peer, SafePeer } from '../testing/test-peers.ts'
import { testSchema } from '../testing/test-schema.ts'
import { runsFor } from '../testing/test-runs.ts'

const schema = new Schema(withUnknownContent({ nodes: testSchema.spec.nodes, marks: testSchema.spec.marks }))

/** The long run sets more. */
const usualRuns = 30
const numRuns = runsFor('STET_FUTURE_RUNS', usualRuns)

/**
 * What a merge has to wait for is not left to chance: the run of every day has its seed. The long run takes another one
 * each time, and what it finds becomes a test of its own.
 */
const seed = numRuns === usualRuns ? { seed: 1_058_603_460 } : {}

interface Plan {
  readonly kind: (typeof kinds)[number]
  readonly a: number
  readonly b: number
}

const kinds = [
  'type',
  'type',
  'delete-text',
  'delete-range',
  'split',
  'join',
  'mark',
  'unmark',
  'attribute',
  'block-type',
  'move-block',
  'copy-block',
  'wrap',
  'undo',
  'redo',
  'pause',
  'caret',
  'replace-all',
] as const

const small = fc.nat({ max: 1_000 })
const anyPlan: fc.Arbitrary<Plan> = fc.record({ kind: fc.constantFrom(...kinds), a: small, b: small })

/** Every part gets a token later: a name that nobody else has. */
const anyText: fc.Arbitrary<UnknownNode> = fc
  .record({ text: fc.constantFrom('a', 'some words ', 'x y', '😀 '), marked: fc.nat(5) })
  .map(({ text, marked }) => {
    const marks: UnknownMark[] = []
    if (marked === 0) marks.push({ type: 'bold' })
    if (marked <= 1) marks.push({ type: 'future_mark', attrs: { deep: { list: [1, null] } } })
    if (marked === 2) marks.push({ type: 'future_flag', value: true })
    return { type: 'text', text, marks }
  })
const anyInline: fc.Arbitrary<UnknownNode> = fc.oneof(
  { weight: 4, arbitrary: anyText },
  { weight: 1, arbitrary: fc.constant({ type: 'future_chip', attrs: { n: 1 } }) },
)
const anyLine: fc.Arbitrary<UnknownNode> = fc.record({
  type: fc.constantFrom('paragraph', 'heading', 'paragraph', 'future_line'),
  attrs: fc.constantFrom({}, { future_attribute: { kept: [true] } }),
  content: fc.array(anyInline, { maxLength: 4 }),
})
const anyBlock: fc.Arbitrary<UnknownNode> = fc.oneof(
  { weight: 4, arbitrary: anyLine },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('quote', 'future_columns'),
      content: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
    }),
  },
)

test(
  'today’s editor deletes nothing of a newer one that nobody deletes on purpose',
  { timeout: 60_000 + numRuns * 500 },
  () => {
    let edits = 0
    let tokensLeft = 0
    fc.assert(
      fc.property(
        fc.array(anyBlock, { minLength: 2, maxLength: 6 }),
        fc.array(anyPlan, { minLength: 4, maxLength: 30, size: 'max' }),
        (blocks, plans) => {
          const peer = safePeer({ doc: fromTheFuture(blocks), schema, clientId: 1 })
          const opened = tokensIn(peer.fragment)
          expect(peer.errors).toEqual([])
          for (const plan of plans) {
            const before = tokensIn(peer.fragment)
            const mayGo = act(peer, plan)
            if (mayGo === null) continue
            edits++
            const after = tokensIn(peer.fragment)
            const isHistory = plan.kind === 'undo' || plan.kind === 'redo'
            const lost = [...before.keys()].filter((token) => !after.has(token) && !mayGo.has(token))
            expect(isHistory ? [] : lost).toEqual([])
            // What stays and what comes back is what it was.
            for (const [token, content] of after) expect(content).toBe(opened.get(token))
            expect(firstDifference(projectionOf(peer), peer.view.state.doc)).toBeNull()
            peer.view.state.doc.check()
          }
          expect(peer.errors).toEqual([])
          tokensLeft += tokensIn(peer.fragment).size
          // Everything can be taken back.
          while (peer.binding.undo(peer.view.state, () => {}));
          expect([...tokensIn(peer.fragment).keys()].sort()).toEqual([...opened.keys()].sort())
          peer.view.destroy()
          peer.binding.destroy()
        },
      ),
      { numRuns, ...seed },
    )
    expect(edits).toBeGreaterThan(numRuns * 3)
    expect(tokensLeft).toBeGreaterThan(numRuns)
  },
)

test('stock: opening such a document, or writing one letter, deletes for everyone', () => {
  let losses = 0
  let documents = 0
  fc.assert(
    fc.property(fc.array(anyBlock, { minLength: 2, maxLength: 6 }), (blocks) => {
      const doc = fromTheFuture(blocks)
      const before = tokensIn(doc.getXmlFragment('prosemirror'))
      if (before.size === 0) return
      documents++
      const peer = stockPeer({ doc, schema: testSchema, clientId: 1 })
      const position = textPosition(peer.view.state.doc, 0)
      if (position !== null) peer.view.dispatch(peer.view.state.tr.insertText('x', position))
      if (tokensIn(peer.fragment).size < before.size) losses++
    }),
    { numRuns: 30 },
  )
  expect(documents).toBeGreaterThan(10)
  expect(losses).toBeGreaterThan(documents / 2)
})

/** A document with these blocks, written without a schema, and every future name made its own. */
function fromTheFuture(blocks: readonly UnknownNode[]): Y.Doc {
  let next = 0
  const named = (name: string): string => (name.startsWith('future') ? `${name}_t${next++}` : name)
  const name = ({ type, attrs = {}, content, text, marks }: UnknownNode): UnknownNode => ({
    type: named(type),
    attrs: Object.fromEntries(Object.entries(attrs).map(([key, value]) => [named(key), value])),
    ...(content === undefined ? {} : { content: content.map((child) => name(child)) }),
    ...(marks === undefined
      ? {}
      : { marks: marks.map((mark) => Object.assign({}, mark, { type: named(mark.type) })) }),
    ...(text === undefined ? {} : { text }),
  })
  const doc = new Y.Doc()
  doc.clientID = 9
  doc.getXmlFragment('prosemirror').insert(
    0,
    blocks.map((block) => decodeShared(withoutEmptyAttrs(name(block))) as Y.XmlElement),
  )
  return doc
}

function withoutEmptyAttrs(node: UnknownNode): UnknownNode {
  const { attrs, content, ...rest } = node
  return {
    ...rest,
    ...(attrs === undefined || Object.keys(attrs).length === 0 ? {} : { attrs }),
    ...(content === undefined ? {} : { content: content.map(withoutEmptyAttrs) }),
  }
}

/** Every token in the shared document with what it carries. Of a mark that is its value, not the text under it. */
function tokensIn(fragment: Y.XmlFragment): Map<string, string> {
  const tokens = new Map<string, string>()
  const visit = (whole: UnknownNode): void => {
    const node = withoutEmptyTexts(whole)
    if (node.type.startsWith('future')) tokens.set(node.type, JSON.stringify(node))
    for (const [name, value] of Object.entries(node.attrs ?? {})) {
      if (name.startsWith('future')) tokens.set(name, JSON.stringify(value))
    }
    for (const mark of node.marks ?? []) {
      if (mark.type.startsWith('future')) tokens.set(mark.type, JSON.stringify(mark))
    }
    for (const child of node.content ?? []) visit(child)
  }
  for (const block of fragment.toArray()) visit(encodeShared(block)!)
  return tokens
}

/** A text without anything in it says nothing, and may come and go. */
function withoutEmptyTexts(node: UnknownNode): UnknownNode {
  const content = (node.content ?? [])
    .filter(({ type, content }) => type !== 'unsupported_text' || content !== undefined)
    .map((child) => withoutEmptyTexts(child))
  const { content: _all, ...rest } = node
  return content.length === 0 ? rest : { ...rest, content }
}

/** What of it somebody deletes who deletes this range: what lies in it, and the blocks that begin or end there. */
function tokensBetween(peer: Peer, from: number, to: number): Set<string> {
  const { doc } = peer.view.state
  const tokens = new Set<string>()
  const collect = (text: string): void => {
    for (const [token] of text.matchAll(/future_\w+_t\d+/g)) tokens.add(token)
  }
  doc.nodesBetween(from, to, (node) => {
    if (isStandIn(node)) collect(JSON.stringify(node.attrs))
    for (const mark of node.marks) collect(JSON.stringify(mark.attrs))
  })
  const index = (position: number): number => doc.resolve(position).index(0)
  const blocks = peer.fragment.toArray().slice(index(from), index(to) + 1)
  if (blocks.length > 1 || doc.resolve(from).parent !== doc.resolve(to).parent) {
    const collectAttributes = ({ attrs = {}, content = [] }: UnknownNode): void => {
      collect(JSON.stringify(attrs))
      for (const child of content) collectAttributes(child)
    }
    for (const block of blocks) collectAttributes(encodeShared(block)!)
  }
  return tokens
}

const nothing: ReadonlySet<string> = new Set()

/** Does it, and says which tokens may go by it; null when there was nothing to do. */
function act(peer: SafePeer, plan: Plan): ReadonlySet<string> | null {
  const { kind, a, b } = plan
  const { state } = peer.view
  switch (kind) {
    case 'undo':
    case 'redo':
      return peer.binding[kind](state, () => {}) ? nothing : null
    case 'pause':
      peer.binding.undoManager.stopCapturing()
      return nothing
    case 'replace-all': {
      if (a % 8 !== 0) return null
      const mayGo = new Set(tokensIn(peer.fragment).keys())
      peer.view.dispatch(state.tr.setSelection(new AllSelection(state.doc)).deleteSelection())
      return mayGo
    }
    case 'delete-range': {
      const [one, other] = [textPosition(state.doc, a), textPosition(state.doc, b)]
      if (one === null || other === null || one === other) return null
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const mayGo = tokensBetween(peer, from, to)
      peer.view.dispatch(state.tr.delete(from, to))
      return mayGo
    }
    case 'join': {
      if (state.doc.childCount < 2) return null
      const position = blockStart(state.doc, 1 + (a % (state.doc.childCount - 1)))
      const { nodeBefore, nodeAfter } = state.doc.resolve(position)
      if (
        nodeBefore?.type !== nodeAfter?.type ||
        nodeBefore?.isAtom === true ||
        !canJoin(state.doc, position)
      )
        return null
      // Of two blocks one is left, and its attributes.
      const mayGo = new Set<string>()
      for (const index of [0, 1]) {
        const block = peer.fragment.toArray()[state.doc.resolve(position).index() - 1 + index]
        for (const name of Object.keys(encodeShared(block)?.attrs ?? {})) mayGo.add(name)
      }
      peer.view.dispatch(state.tr.join(position))
      return mayGo
    }
    default: {
      const tr = harmlessEdit(state, { kind, a, b })
      if (tr === null) return null
      peer.view.dispatch(tr)
      return nothing
    }
  }
}

type Harmless = Exclude<Plan['kind'], 'undo' | 'redo' | 'pause' | 'replace-all' | 'delete-range' | 'join'>

/** An edit that deletes nothing but plain text. */
function harmlessEdit(
  state: EditorState,
  { kind, a, b }: { readonly kind: Harmless; readonly a: number; readonly b: number },
): Transaction | null {
  const { doc, tr } = state
  const caret = textPosition(doc, a)
  switch (kind) {
    case 'move-block': {
      if (doc.childCount < 2) return null
      const from = a % doc.childCount
      const node = doc.child(from)
      tr.delete(blockStart(doc, from), blockStart(doc, from + 1))
      return tr.insert(blockStart(tr.doc, b % doc.childCount), node)
    }
    case 'copy-block': {
      // Through JSON, as out of a clipboard. The copy of an unknown block is another one with the same tokens.
      if (doc.childCount === 0 || doc.childCount > 12) return null
      const index = a % doc.childCount
      const slice = doc.slice(blockStart(doc, index), blockStart(doc, index + 1))
      return tr.replace(
        blockStart(doc, b % (doc.childCount + 1)),
        blockStart(doc, b % (doc.childCount + 1)),
        Slice.fromJSON(schema, slice.toJSON()),
      )
    }
    default:
      break
  }
  if (caret === null) return null
  const $caret = doc.resolve(caret)
  const other = textPosition(doc, b) ?? caret
  const [from, to] = [Math.min(caret, other), Math.max(caret, other)]
  switch (kind) {
    case 'type':
      return tr.insertText('abcdef'.slice(0, 1 + (b % 4)), caret)
    case 'delete-text': {
      const { nodeBefore } = $caret
      return nodeBefore?.isText === true &&
        nodeBefore.marks.length === 0 &&
        /\w\w$/.test(nodeBefore.text ?? '')
        ? tr.delete(caret - 1, caret)
        : null
    }
    case 'split':
      return canSplit(doc, caret) ? tr.split(caret) : null
    case 'mark':
      return from === to ? null : tr.addMark(from, to, schema.mark(b % 2 === 0 ? 'italic' : 'inlineCode'))
    case 'unmark':
      return from === to ? null : tr.removeMark(from, to, schema.marks['bold'])
    case 'attribute':
      return tr.setNodeMarkup($caret.before(), null, { align: ['left', null, 'right'][b % 3] })
    case 'block-type': {
      const type = schema.nodes[['paragraph', 'heading'][b % 2] ?? 'paragraph']
      return type === undefined ? null : tr.setBlockType(caret, caret, type)
    }
    case 'wrap': {
      const range = $caret.blockRange()
      const quote = schema.nodes['quote']
      const wrapping = range === null || quote === undefined ? null : findWrapping(range, quote)
      return range === null || wrapping === null || range.depth > 3 ? null : tr.wrap(range, wrapping)
    }
    case 'caret':
      return tr.setSelection(TextSelection.create(doc, caret, other))
    default:
      return kind satisfies never
  }
}
