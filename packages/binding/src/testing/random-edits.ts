// Random edits for property tests. An edit is plain data (fast-check shrinks it, a failing one can be kept); where it
// lands is decided by the document it meets, so the same numbers work on any document.

import type { Mark, Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import type { EditorState, Transaction } from 'prosemirror-state'
import { testSchema } from './test-schema.ts'
import { canJoin, canSplit, findWrapping } from 'prosemirror-transform'
import * as fc from 'fast-check'

export interface Edit {
  readonly kind: (typeof kinds)[number]
  readonly a: number
  readonly b: number
  readonly c: number
}

const kinds = [
  'type',
  'type',
  'type',
  'emoji',
  'delete',
  'delete',
  'split',
  'join',
  'mark',
  'unmark',
  'swap-mark',
  'attribute',
  'block-type',
  'insert-block',
  'replace-block',
  'move-block',
  'wrap',
  'image',
  'select',
  'many',
] as const

const { paragraph, heading, code, quote } = testSchema.nodes

const small = fc.nat({ max: 1_000 })

export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...kinds),
  a: small,
  b: small,
  c: small,
})

/** Whether an edit of this kind may take text away. */
export function deletes(kind: Edit['kind']): boolean {
  return kind === 'delete' || kind === 'replace-block'
}

/** The transaction that makes the edit, or null when there is no place for it. `typed`: the text, or the image's name. */
export function applyEdit(
  state: EditorState,
  { kind, a, b, c }: Edit,
  typed: string = 'abcdefgh'.slice(b % 6, (b % 6) + 1 + (c % 3)),
): Transaction | null {
  const { schema, doc, tr } = state
  const caret = textPosition(doc, a)
  const blocks = doc.childCount
  switch (kind) {
    case 'insert-block':
      return tr.insert(blockStart(doc, a % (blocks + 1)), someBlock(state, b, c))
    case 'type':
      return caret === null ? null : tr.insertText(typed, caret)
    case 'emoji':
      return caret === null ? null : tr.insertText(b % 2 === 0 ? '😀' : '😁', caret)
    case 'select':
      return caret === null
        ? null
        : tr.setSelection(TextSelection.create(doc, caret, textPosition(doc, b) ?? caret))
    case 'image':
      return caret === null || doc.resolve(caret).parent.type.name === 'code'
        ? null
        : tr.insert(caret, schema.node('image', { src: typed }))
    case 'delete': {
      const end = textPosition(doc, b)
      if (caret === null || end === null || caret === end) return null
      return tr.deleteRange(Math.min(caret, end), Math.max(caret, end))
    }
    case 'split':
      return caret !== null && canSplit(doc, caret) ? tr.split(caret) : null
    case 'join': {
      const position = blocks < 2 ? 0 : blockStart(doc, 1 + (a % (blocks - 1)))
      if (position === 0) return null
      const { nodeBefore, nodeAfter } = doc.resolve(position)
      return nodeBefore?.type === nodeAfter?.type && canJoin(doc, position) ? tr.join(position) : null
    }
    case 'mark':
    case 'unmark':
    case 'swap-mark': {
      const other = textPosition(doc, b)
      if (caret === null || other === null || caret === other) return null
      const [from, to] = [Math.min(caret, other), Math.max(caret, other)]
      const mark = someMark(state, c)
      if (kind === 'mark') return tr.addMark(from, to, mark)
      if (kind === 'unmark') return tr.removeMark(from, to, mark.type)
      return tr.removeMark(from, to).addMark(from, to, mark)
    }
    case 'attribute':
    case 'block-type': {
      if (caret === null) return null
      const parent = doc.resolve(caret).parent
      const position = doc.resolve(caret).before()
      if (kind === 'attribute') {
        if (parent.type.name === 'code') return null
        return tr.setNodeMarkup(position, null, { ...parent.attrs, align: ['left', null, 'right'][b % 3] })
      }
      const type = [paragraph, heading, code][b % 3] ?? paragraph
      // Code holds no images, and none may be lost unseen.
      const fits = type !== code || parent.textContent.length === parent.content.size
      return fits ? tr.setBlockType(caret, caret, type) : null
    }
    case 'replace-block':
      if (blocks === 0) return null
      return tr.replaceWith(
        blockStart(doc, a % blocks),
        blockStart(doc, (a % blocks) + 1),
        someBlock(state, b, c),
      )
    case 'move-block': {
      if (blocks < 2) return null
      const from = a % blocks
      const node = doc.child(from)
      tr.delete(blockStart(doc, from), blockStart(doc, from + 1))
      return tr.insert(blockStart(tr.doc, b % blocks), node)
    }
    case 'wrap': {
      const range = caret === null ? null : doc.resolve(caret).blockRange()
      const wrapping = range === null ? null : findWrapping(range, quote)
      return range === null || wrapping === null || range.depth > 3 ? null : tr.wrap(range, wrapping)
    }
    case 'many': {
      // Two far-apart changes in one transaction.
      const first = caret === null ? null : tr.insertText('1', caret)
      const second = first === null ? null : textPosition(first.doc, b)
      return first === null || second === null ? first : first.insertText('2', second)
    }
    default:
      return kind satisfies never
  }
}

/**
 * A document as Yjs can hold it: mark order means nothing, and marks on inline atoms are not shared (y-prosemirror's
 * format has no place for them).
 */
export function canonical(doc: Node): unknown {
  interface Json {
    readonly type: string
    readonly text?: string
    readonly attrs?: unknown
    readonly marks?: readonly unknown[]
    readonly content?: readonly Json[]
  }
  const normal = (json: Json): Json => {
    const marks = (json.marks ?? []).map((mark) => JSON.stringify(mark)).sort()
    const content: Json[] = []
    for (const child of (json.content ?? []).map(normal)) {
      const last = content.at(-1)
      if (
        last?.text !== undefined &&
        child.text !== undefined &&
        String(last.marks) === String(child.marks)
      ) {
        content[content.length - 1] = { ...last, text: last.text + child.text }
      } else content.push(child)
    }
    return { ...json, marks: json.text === undefined ? [] : marks, content }
  }
  return normal(doc.toJSON() as Json)
}

/** The place of a caret, the `number`th in the order of the text, counted round and round; null where there is none. */
export function textPosition(doc: Node, number: number): number | null {
  const positions: number[] = []
  doc.descendants((node, position) => {
    if (!node.isTextblock) return
    for (let i = 0; i <= node.content.size; i++) {
      // Never inside a surrogate pair: no caret stands there.
      const before = i === 0 ? '' : node.textBetween(i - 1, i, undefined, ' ')
      if (!/[\uD800-\uDBFF]/.test(before)) positions.push(position + 1 + i)
    }
  })
  return positions[number % Math.max(positions.length, 1)] ?? null
}

/** Where the child at `index` begins. */
export function blockStart(doc: Node, index: number): number {
  let position = 0
  for (let i = 0; i < index; i++) position += doc.child(i).nodeSize
  return position
}

function someMark({ schema }: EditorState, c: number): Mark {
  switch (c % 5) {
    case 0:
      return schema.mark('bold')
    case 1:
      return schema.mark('italic')
    case 2:
      return schema.mark('inlineCode')
    case 3:
      return schema.mark('link', { href: `h${c % 2}` })
    default:
      return schema.mark('comment', { id: c % 3 })
  }
}

function someBlock({ schema }: EditorState, b: number, c: number): Node {
  const text = 'the quick brown fox'.slice(0, c % 20)
  const content = text === '' ? [] : [schema.text(text)]
  switch (b % 5) {
    case 0:
      return schema.node('heading', { level: 1 + (c % 3) }, content)
    case 1:
      return schema.node('rule')
    case 2:
      return schema.node('quote', null, [schema.node('paragraph', null, content)])
    case 3:
      return schema.node('code', null, content)
    default:
      return schema.node('paragraph', null, content)
  }
}
