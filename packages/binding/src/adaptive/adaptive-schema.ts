// Stand-ins: two nodes and a mark that show what a schema does not know. They are part of the schema from the start, so
// content of a newer version can arrive at any time without a new schema, a new state or a new view: the selection, the
// undo history, a composition under way and every plugin's state stay as they are. In Yjs there are no stand-ins, only
// the original, which is never rewritten.

import type { MarkSpec, Node, NodeSpec, NodeType, MarkType, Schema, SchemaSpec } from 'prosemirror-model'
import { encodeShared } from './adaptive-json.ts'
import type { UnknownNode } from './adaptive-json.ts'

export const standInNames = {
  block: 'unsupported',
  inline: 'unsupported_inline',
  mark: 'unsupported_mark',
} as const

/** The schema's stand-ins. */
export interface StandIns {
  readonly block: NodeType
  readonly inline: NodeType
  readonly mark: MarkType
}

/** null when the schema was not prepared for unknown content. */
export function standInsOf({ nodes, marks }: Schema): StandIns | null {
  const block = nodes[standInNames.block]
  const inline = nodes[standInNames.inline]
  const mark = marks[standInNames.mark]
  return block === undefined || inline === undefined || mark === undefined ? null : { block, inline, mark }
}

/** Whether the node shows something that the schema does not know. */
export function isStandIn(node: Node): boolean {
  return isStandInName(node.type.name)
}

export function isStandInName(name: string): boolean {
  return name === standInNames.block || name === standInNames.inline
}

export interface StandInAttributes {
  /** What the content is called where it is known. */
  readonly name: string
  /** The content, to be made anew elsewhere; null when it is too deep to be told. */
  readonly json: UnknownNode | null
}

/** What a stand-in for this shared type carries. */
export function standInAttributes(
  type: unknown,
  cache: WeakMap<object, UnknownNode | null>,
): StandInAttributes {
  const json = encodeShared(type, cache)
  return { name: json?.type ?? 'content', json }
}

/**
 * The same schema, able to keep and show content it does not know. Adds the nodes `unsupported` and
 * `unsupported_inline` and the mark `unsupported_mark` where it has none of that name, and allows them wherever a group of
 * nodes is allowed. Nothing else changes; documents stay readable by every other editor.
 */
export function withUnknownContent<Nodes extends string, Marks extends string>(
  spec: SchemaSpec<Nodes, Marks>,
): SchemaSpec<Nodes | 'unsupported' | 'unsupported_inline', Marks | 'unsupported_mark'> {
  const nodes = plain<NodeSpec>(spec.nodes)
  const marks = plain<MarkSpec>(spec.marks)
  const groups = (inline: boolean): string =>
    [
      ...new Set(
        Object.entries(nodes)
          .filter(([name, node]) => isInline(name, node) === inline)
          .flatMap(([, node]) => node.group?.split(' ') ?? []),
      ),
    ].join(' ')
  const result: Record<string, NodeSpec> = {}
  for (const [name, node] of Object.entries(nodes)) result[name] = withMark(node)
  const top = spec.topNode ?? 'doc'
  if (result[top] !== undefined) result[top] = withRoom(result[top], groups(false).split(' ').filter(Boolean))
  return {
    ...spec,
    nodes: {
      ...result,
      [standInNames.block]: nodes[standInNames.block] ?? { ...standInBlock, group: groups(false) },
      [standInNames.inline]: nodes[standInNames.inline] ?? { ...standInInline, group: groups(true) },
    } as Record<Nodes | 'unsupported' | 'unsupported_inline', NodeSpec>,
    marks: {
      ...withoutTotalExclusion(marks),
      [standInNames.mark]: marks[standInNames.mark] ?? standInMark,
    } as Record<Marks | 'unsupported_mark', MarkSpec>,
  }
}

function isInline(name: string, node: NodeSpec): boolean {
  return node.inline === true || name === 'text'
}

const attrs = { name: { default: '' }, json: { default: null } }

// Before a rule that takes any div or span.
const priority = 80

// `selectable` and no `draggable`: it is chosen and deleted on purpose, and moves with what is selected around it.
const standInBlock: NodeSpec = {
  atom: true,
  selectable: true,
  isolating: true,
  attrs,
  parseDOM: [{ tag: 'div[data-stet-unsupported]', priority, getAttrs: readDOM }],
  toDOM: ({ attrs }) => ['div', domAttributes(attrs), label(attrs)],
}

const standInInline: NodeSpec = {
  ...standInBlock,
  inline: true,
  parseDOM: [{ tag: 'span[data-stet-unsupported]', priority, getAttrs: readDOM }],
  toDOM: ({ attrs }) => ['span', domAttributes(attrs), label(attrs)],
}

const standInMark: MarkSpec = {
  attrs,
  excludes: '',
  inclusive: false,
  parseDOM: [{ tag: 'span[data-stet-unsupported-mark]', priority, getAttrs: readDOM }],
  toDOM: ({ attrs: { name, json } }) => [
    'span',
    { 'data-stet-unsupported-mark': String(name), 'data-stet-json': JSON.stringify(json) },
    0,
  ],
}

function domAttributes({ name, json }: Node['attrs']): Record<string, string> {
  return {
    class: 'stet-unsupported',
    'data-stet-unsupported': String(name),
    'data-stet-json': JSON.stringify(json),
  }
}

function label({ name }: Node['attrs']): string {
  return `Unsupported content: ${String(name)}`
}

function readDOM(element: HTMLElement): StandInAttributes | false {
  const { stetJson } = element.dataset
  try {
    const json = JSON.parse(stetJson ?? 'null') as UnknownNode | null
    return typeof json?.type === 'string' ? { name: json.type, json } : false
  } catch {
    return false
  }
}

/** A node that lists its marks by name allows the stand-in too; one that forbids all marks goes on forbidding. */
function withMark(node: NodeSpec): NodeSpec {
  const isList = node.marks !== undefined && node.marks !== '' && node.marks !== '_'
  return isList ? { ...node, marks: `${node.marks} ${standInNames.mark}` } : node
}

/** `_` would exclude the stand-in as well: setting such a mark would delete what is unknown. */
function withoutTotalExclusion(marks: Readonly<Record<string, MarkSpec>>): Record<string, MarkSpec> {
  const all = Object.keys(marks).join(' ')
  return Object.fromEntries(
    Object.entries(marks).map(([name, mark]) => [
      name,
      mark.excludes === '_' ? { ...mark, excludes: all } : mark,
    ]),
  )
}

/** The document must have room for a stand-in: where it names single nodes only, it is named beside them. */
function withRoom(node: NodeSpec, blockGroups: readonly string[]): NodeSpec {
  const { content } = node
  if (content === undefined || content.split(/\W+/).some((word) => blockGroups.includes(word))) return node
  const repeated = /(\w+|\([^()]*\))([*+])/g
  return { ...node, content: content.replaceAll(repeated, `($1 | ${standInNames.block})$2`) }
}

function plain<Spec>(specs: unknown): Record<string, Spec> {
  if (specs === undefined) return {}
  const ordered = specs as { toObject?: () => Record<string, Spec> }
  return typeof ordered.toObject === 'function' ? ordered.toObject() : { ...(specs as Record<string, Spec>) }
}
