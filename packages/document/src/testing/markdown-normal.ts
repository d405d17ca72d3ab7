// What is left of a document that was written as Markdown and read again, said independently of how that is done: the
// losses that the README lists, and nothing else.

import { groupBlocks } from '../grouping.ts'
import type { Branch, FlatBlock } from '../grouping.ts'
import type { DocumentJSON, MarkJSON, NodeJSON } from '../json.ts'
import { schema } from '../schema.ts'

/** The document in ProseMirror's own JSON, with Markdown's losses. */
export function markdownNormal(document: DocumentJSON): unknown {
  const blocks = blocksNormal(document.content)
  const [only, more] = document.content
  const isEmpty = only !== undefined && more === undefined && isEmptyParagraph(only)
  return canonical({ type: 'doc', content: isEmpty ? [] : blocks })
}

/** The same JSON for the same document, whichever defaults are written out. */
export function canonical(document: NodeJSON): unknown {
  return schema.nodeFromJSON(document).toJSON()
}

interface Flat extends FlatBlock {
  readonly node: NodeJSON
}

function blocksNormal(content: readonly NodeJSON[] = []): NodeJSON[] {
  const flat = content.map((node): Flat => {
    const { kind = 'paragraph', indent = 0, quote = false } = (node.attrs ?? {}) as Partial<FlatBlock>
    return node.type === 'textblock'
      ? { node, kind, indent, quote }
      : { node, kind: null, indent: 0, quote: false }
  })
  return branchesNormal(groupBlocks(flat), 0)
}

function branchesNormal(branches: readonly Branch<Flat>[], depth: number): NodeJSON[] {
  return branches.flatMap((branch): NodeJSON[] => {
    if (branch.type === 'quote') return branchesNormal(branch.children, depth)
    if (branch.type === 'block') return [blockNormal(branch.block, depth)]
    return branch.items.flatMap((item) => [
      blockNormal(item.block, depth),
      ...branchesNormal(item.children, depth + 1),
    ])
  })
}

function blockNormal({ node }: Flat, depth: number): NodeJSON {
  const attrs = { ...node.attrs }
  switch (node.type) {
    case 'textblock': {
      const { kind = 'paragraph', level, checked, quote, align, dir } = attrs
      const stands = depth === 0 && (kind === 'paragraph' || kind === 'heading')
      return {
        type: 'textblock',
        attrs: {
          kind,
          indent: depth,
          quote: quote === true,
          ...(kind === 'heading' ? { level } : {}),
          ...(kind === 'task' ? { checked } : {}),
          ...(stands ? { align: align ?? null, dir: dir ?? null } : {}),
        },
        content: inlineNormal(node.content),
      }
    }
    case 'table':
    case 'table_row':
      return {
        ...node,
        content: (node.content ?? []).map((child) => blockNormal({ ...plain, node: child }, 0)),
      }
    case 'table_cell': {
      const content = blocksNormal(node.content)
      return { ...node, content: content.length === 0 ? [{ type: 'textblock' }] : content }
    }
    case 'callout':
    case 'toggle':
      return { ...node, content: blocksNormal(node.content) }
    case 'figure':
      return { ...node, content: inlineNormal(node.content) }
    default:
      return node
  }
}

const plain = { kind: null, indent: 0, quote: false } as const

function isEmptyParagraph({ type, attrs, content = [] }: NodeJSON): boolean {
  const { kind = 'paragraph', indent = 0, quote, align = null, dir = null } = attrs ?? {}
  return (
    type === 'textblock' &&
    kind === 'paragraph' &&
    indent === 0 &&
    quote !== true &&
    align === null &&
    dir === null &&
    content.length === 0
  )
}

// One character or node at a time.
interface Atom {
  readonly node: NodeJSON
  marks: readonly MarkJSON[]
}

function inlineNormal(content: readonly NodeJSON[] = []): NodeJSON[] {
  const atoms = content.flatMap((node): Atom[] => {
    const { marks = [], ...bare } = node
    if (bare.text === undefined) return [{ node: bare, marks }]
    // TeX and text keep their characters; only in code is a carriage return or tab no different.
    return Array.from(bare.text, (text) => ({ node: { type: 'text', text }, marks }))
  })
  for (const type of ['bold', 'italic', 'strike']) withoutEdgeSpaces(atoms, type)
  return atoms.map(({ node, marks }) => withMarks(node, marks))
}

function withoutEdgeSpaces(atoms: readonly Atom[], type: string): void {
  for (const order of [atoms, atoms.toReversed()]) {
    let atEdge = true
    for (const atom of order) {
      if (!atom.marks.some((mark) => mark.type === type)) atEdge = true
      else if (atEdge && isSpace(atom)) atom.marks = atom.marks.filter((mark) => mark.type !== type)
      else atEdge = false
    }
  }
}

function isSpace({ node, marks }: Atom): boolean {
  if (marks.some((mark) => mark.type === 'code')) return false
  return node.type === 'hard_break' || node.text?.trim() === ''
}

function withMarks(node: NodeJSON, marks: readonly MarkJSON[]): NodeJSON {
  return marks.length === 0 ? node : { ...node, marks: ordered(marks) }
}

function ordered(marks: readonly MarkJSON[]): MarkJSON[] {
  const order = Object.keys(schema.marks)
  return marks.toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
}
