// A document as the editor draws it, without an editor: the same elements and classes, made by the schema's own rules, so that
// the editor's style sheet fits. What only an editor adds (numbers of list items, the side from which a block is written) is
// added here, too. Elements are nested arrays; a page makes nodes of them, a server HTML.

import type { DOMOutputSpec, Mark, Node } from 'prosemirror-model'

import { exportBlocks } from '../export-block.ts'
import { orderedNumbers } from '../grouping.ts'
import { originalMark, originalNode, textOfNode } from '../json.ts'
import type { DocumentJSON, MarkJSON, NodeJSON } from '../json.ts'
import { faultIn } from '../json-shape.ts'
import { marks } from '../marks.ts'
import { nodes } from '../nodes.ts'
import { textDirection } from '../text-direction.ts'
import type { TextDirection } from '../text-direction.ts'
import { unsupportedName } from '../unsupported.ts'

/** An element. Texts are texts: nothing in them is markup. */
export type Drawing = readonly [
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...content: (Drawing | string)[],
]

export interface DrawOptions {
  /** The side from which the page around is written. Default `ltr`. */
  readonly base?: TextDirection
}

interface Context {
  readonly base: TextDirection
  /** How the block before was written: one without letters goes on like it. */
  before: TextDirection
}

/** The blocks of a document. Throws a TypeError for what is no document's JSON. */
export function drawDocument(document: DocumentJSON, { base = 'ltr' }: DrawOptions = {}): readonly Drawing[] {
  const fault = faultIn(document, 'document')
  if (fault !== undefined) throw new TypeError(fault)
  return drawBlocks(document, { base, before: base })
}

function drawBlocks(parent: NodeJSON, context: Context): Drawing[] {
  const blocks = exportBlocks({ ...parent, type: 'doc' })
  const numbers = orderedNumbers(blocks)
  return blocks.map(({ node }, index) => {
    const number = numbers[index]
    const drawn = drawBlock(node, context)
    return number === undefined ? drawn : withAttributes(drawn, { start: String(number) })
  })
}

function drawBlock(node: NodeJSON, context: Context): Drawing {
  const { type, content = [] } = node
  switch (type) {
    case 'textblock':
      return directed(node, fill(specOf(nodes.textblock, node), withLastLine(drawInline(content))), context)
    case 'code_block': {
      const drawn = fill(specOf(nodes.code_block, node), withLastLine([textOfNode(node)]))
      // Programs are written from left to right, whatever they say.
      return context.base === 'rtl' ? withAttributes(drawn, { dir: 'ltr' }) : drawn
    }
    case 'math_block':
      return fill(specOf(nodes.math_block, node), [textOfNode(node)])
    case 'divider':
    case 'embed':
      return content.length === 0 ? fill(specOf(nodes[type], node), []) : drawUnknown(type, 'div')
    case 'figure':
      return drawFigure(node)
    case 'callout':
    case 'toggle':
      return fill(specOf(nodes[type], node), [['div', { class: 'stet-body' }, ...drawBlocks(node, context)]])
    case 'table':
      return drawTable(node, context) ?? drawUnknown(type, 'div')
    default:
      return drawUnknown(type, 'div')
  }
}

function drawFigure(node: NodeJSON): Drawing {
  const [tag, attributes, image, caption] = fill(specOf(nodes.figure, node), drawInline(node.content ?? []))
  const hasCaption = caption !== undefined && textOfNode(node) !== ''
  return [
    tag,
    attributes,
    ['div', { class: 'stet-picture' }, ...(image === undefined ? [] : [image])],
    ...(hasCaption ? [caption] : []),
  ]
}

// undefined: something else than rows and cells is in it.
function drawTable(node: NodeJSON, context: Context): Drawing | undefined {
  const rows: Drawing[] = []
  for (const row of node.content ?? []) {
    const cells = row.content ?? []
    if (row.type !== 'table_row' || cells.some(({ type }) => type !== 'table_cell')) return undefined
    const drawn = cells.map((cell) => fill(specOf(nodes.table_cell, cell), drawBlocks(cell, context)))
    rows.push(fill(specOf(nodes.table_row, row), drawn))
  }
  return fill(specOf(nodes.table, node), rows)
}

function drawUnknown(type: string, tag: 'div' | 'span'): Drawing {
  const name = unsupportedName(type)
  return [tag, { class: 'stet-unsupported' }, `Unsupported content${name === null ? '' : `: ${name}`}`]
}

/** One element for a mark, however many pieces of text it lies on. */
function drawInline(content: readonly NodeJSON[], depth = 0): (Drawing | string)[] {
  const drawn: (Drawing | string)[] = []
  for (let start = 0; start < content.length;) {
    const first = content[start]
    const mark = first?.marks?.[depth]
    let end = start + 1
    if (first === undefined) break
    if (mark === undefined) drawn.push(drawInlineNode(originalNode(first)))
    else {
      const same = JSON.stringify(mark)
      while (end < content.length && JSON.stringify(content[end]?.marks?.[depth]) === same) end += 1
      drawn.push(...drawMark(originalMark(mark), drawInline(content.slice(start, end), depth + 1)))
    }
    start = end
  }
  return drawn
}

function drawMark(mark: MarkJSON, content: readonly (Drawing | string)[]): readonly (Drawing | string)[] {
  const { type, attrs = {} } = mark
  if (!isKnown(marks, type) || type === 'unsupported_mark') return content
  const toDOM: (mark: Mark) => DOMOutputSpec = marks[type].toDOM
  return [fill(toDOM({ attrs } as unknown as Mark), content)]
}

function drawInlineNode(node: NodeJSON): Drawing | string {
  const { type, text, content } = node
  if (text !== undefined) return text
  const isOurs = type === 'hard_break' || type === 'image' || type === 'mention' || type === 'math_inline'
  return isOurs && content === undefined ? fill(specOf(nodes[type], node), []) : drawUnknown(type, 'span')
}

/** An empty block, and an empty last line, have the height of a line, as in the editor. */
function withLastLine(content: readonly (Drawing | string)[]): readonly (Drawing | string)[] {
  const last = content.at(-1) ?? ''
  const isOpen = typeof last === 'string' ? last === '' || last.endsWith('\n') : last[0] === 'br'
  return isOpen ? [...content, ['br', { class: 'ProseMirror-trailingBreak' }]] : content
}

/** The side is written where it is another than one would take it for. */
function directed(node: NodeJSON, drawn: Drawing, context: Context): Drawing {
  const [, { dir }] = drawn
  const own = dir === 'ltr' || dir === 'rtl' ? dir : (textDirection(textOfNode(node)) ?? context.before)
  context.before = own
  return dir === undefined && own !== context.base ? withAttributes(drawn, { dir: own }) : drawn
}

interface Drawn {
  readonly toDOM?: (node: Node) => DOMOutputSpec
}

// The schema's rules read nothing of a node but its attributes, and take each for what anybody may have stored.
function specOf({ toDOM }: Drawn, { attrs = {} }: NodeJSON): DOMOutputSpec {
  return toDOM?.({ attrs } as unknown as Node) ?? ['div', 0]
}

/** ProseMirror's form of an element, with the content at its place. */
function fill(spec: DOMOutputSpec, content: readonly (Drawing | string)[]): Drawing {
  const [tag, ...rest] = spec as readonly [string, ...unknown[]]
  const hasAttributes = typeof rest[0] === 'object' && rest[0] !== null && !Array.isArray(rest[0])
  const attributes = (hasAttributes ? rest.shift() : {}) as Readonly<Record<string, string>>
  const inner = rest.flatMap((part) => {
    if (part === 0) return content
    return [typeof part === 'string' ? part : fill(part as DOMOutputSpec, content)]
  })
  // Nobody ticks a box of a text that is only shown.
  return [tag, tag === 'input' ? { ...attributes, disabled: '' } : attributes, ...inner]
}

function withAttributes([tag, attributes, ...content]: Drawing, more: Record<string, string>): Drawing {
  return [tag, { ...attributes, ...more }, ...content]
}

function isKnown<Known extends object>(known: Known, name: string): name is keyof Known & string {
  return Object.hasOwn(known, name)
}
