// ProseMirror -> Yjs. Our own write path, because y-prosemirror's compares marks inexactly (bold -> code in one
// transaction is taken for "nothing changed" and never written), removes attributes its schema does not know, and
// pairs moved blocks by position, so that a peer's concurrent text lands in the wrong one.
//
// What is compared is what the editor would show: if a Yjs type already projects to the wanted node, it is left
// alone. Content unknown to the mapping is projected first, so nothing is written because of a cold cache.

import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { decodeShared } from '../adaptive/adaptive-json.ts'
import { carryRest, hasSameRest, inheritRest, writeRest } from '../adaptive/adaptive-rest.ts'
import { isStandIn } from '../adaptive/adaptive-schema.ts'
import { runsBetween, sharedChildren, wantedChildren } from './child-runs.ts'
import type { Children } from './child-runs.ts'
import { matchElements } from './match.ts'
import type { MatchRules } from './match.ts'
import { sameValue } from '../display/patch.ts'
import { projectElement, projectFragment } from '../projection.ts'
import type { Mapping } from '../projection.ts'
import { shownAttributes } from '../adaptive/shown-attributes.ts'
import type { ElementPair } from './stay-in-place.ts'
import { insertText, sharedLength, writeText } from './write-text.ts'

/** What is known besides the documents. */
export interface Known {
  readonly mapping: Mapping
  readonly wasMoved: MatchRules['wasMoved']
}

/** Makes the fragment's content equal the node's. Call within a transaction. */
export function writeFragment(fragment: Y.XmlFragment, node: Node, known: Known): void {
  const { mapping } = known
  // What is shown as a stand-in, and where, is known from the whole only.
  if (mapping.size === 0) projectFragment(fragment, node.type.schema, mapping)
  writeChildren(fragment, node, known)
  mapping.set(fragment, node)
}

function writeElement(element: Y.XmlElement, node: Node, known: Known): void {
  const { mapping } = known
  writeAttributes(element, node)
  writeChildren(element, node, known)
  carryRest(knownNode(element, mapping), node)
  mapping.set(element, node)
}

/** Attributes that the schema does not know belong to a newer client: they are never touched. */
function writeAttributes(element: Y.XmlElement, node: Node): void {
  const shared = shownAttributes(node.type, element.getAttributes())
  for (const [name, value] of Object.entries(node.attrs)) {
    if (name === 'ychange') continue
    const fallback: unknown = node.type.spec.attrs?.[name]?.default
    const shown = shared[name] === undefined ? fallback : shared[name]
    if (sameValue(shown, value)) continue
    if (value === null && fallback === null) element.removeAttribute(name)
    else setAttribute(element, name, value)
  }
}

function writeChildren(parent: Y.XmlFragment, node: Node, known: Known): void {
  const { mapping, wasMoved } = known
  const shared = sharedChildren(parent, mapping)
  const wanted = wantedChildren(node)
  const { left, right } = unchangedEnds(shared, wanted, mapping)
  const end: ElementPair = { shared: shared.elements.length - right, wanted: wanted.elements.length - right }
  const rules: MatchRules = {
    wasMoved,
    same: (element, child) => isSame(element, child, mapping),
    known: (element) => knownNode(element, mapping),
    canBecome: (element, child) =>
      element.nodeName === child.type.name && knownNode(element, mapping)?.type === child.type,
  }
  const pairs = matchElements(
    shared.elements.slice(left, end.shared),
    wanted.elements.slice(left, end.wanted),
    rules,
  ).map((pair): ElementPair => ({ shared: left + pair.shared, wanted: left + pair.wanted }))
  let cursor: Y.XmlElement | Y.XmlText | null = shared.elements[left - 1] ?? null
  let previous: ElementPair = { shared: left - 1, wanted: left - 1 }
  for (const next of [...pairs, end]) {
    cursor = writeSegment({ parent, node, mapping, cursor, shared, wanted, previous, next })
    const element = shared.elements[next.shared]
    const child = wanted.elements[next.wanted]
    if (next !== end && element !== undefined && child !== undefined) {
      if (isSame(element, child, mapping)) {
        carryRest(knownNode(element, mapping), child)
        mapping.set(element, child)
      } else writeElement(element, child, known)
      cursor = element
    }
    previous = next
  }
}

/**
 * How many children at the start and at the end are the very nodes that Yjs already holds: a key changes one block
 * of thousands. Text between elements has no entry of its own, so this is for children that are all elements.
 */
function unchangedEnds(
  shared: Children<Y.XmlElement, Y.XmlText>,
  wanted: Children<Node, Node>,
  mapping: Mapping,
): { readonly left: number; readonly right: number } {
  if (shared.runs.size > 0 || wanted.runs.size > 0) return { left: 0, right: 0 }
  const isUnchanged = (element: Y.XmlElement | undefined, child: Node | undefined): boolean =>
    element !== undefined && child !== undefined && mapping.get(element) === child
  const shorter = Math.min(shared.elements.length, wanted.elements.length)
  let left = 0
  while (left < shorter && isUnchanged(shared.elements[left], wanted.elements[left])) left++
  let right = 0
  while (
    left + right < shorter &&
    isUnchanged(shared.elements.at(-1 - right), wanted.elements.at(-1 - right))
  ) {
    right++
  }
  return { left, right }
}

interface Segment {
  readonly parent: Y.XmlFragment
  readonly node: Node
  readonly mapping: Mapping
  /** The last type before the segment, after which to insert. */
  readonly cursor: Y.XmlElement | Y.XmlText | null
  readonly shared: Children<Y.XmlElement, Y.XmlText>
  readonly wanted: Children<Node, Node>
  readonly previous: ElementPair
  readonly next: ElementPair
}

/** Everything between two elements that stay. Returns the last type of the segment. */
function writeSegment(segment: Segment): Y.XmlElement | Y.XmlText | null {
  const { parent, node, mapping, shared, wanted, previous, next } = segment
  const sharedRuns = runsBetween(shared.runs, previous.shared + 1, next.shared)
  const wantedRuns = runsBetween(wanted.runs, previous.wanted + 1, next.wanted)
  const added = wanted.elements.slice(previous.wanted + 1, next.wanted)
  const gone = shared.elements.slice(previous.shared + 1, next.shared)
  inheritRest(
    gone.map((element) => knownNode(element, mapping)),
    added,
  )
  for (const element of gone) deleteType(element, mapping)

  let { cursor } = segment
  const assigned = assignRuns(sharedRuns, wantedRuns)
  for (const [index, run] of wantedRuns.entries()) {
    const texts = assigned[index] ?? []
    if (texts.length > 0) {
      writeText(texts, run, node.type)
      cursor = texts.at(-1) ?? cursor
    } else if (run.length > 0) {
      const text = new Y.XmlText()
      parent.insertAfter(cursor, [text])
      insertText(text, run)
      cursor = text
    }
    const child = added[index]
    if (child !== undefined) {
      const element = createElement(child, mapping)
      parent.insertAfter(cursor, [element])
      cursor = element
    }
  }
  return cursor
}

/**
 * Which wanted run keeps which shared texts, in order. When elements were only inserted (a line break in the middle
 * of a sentence), the texts stay with the part they share most with.
 */
function assignRuns(sharedRuns: readonly Y.XmlText[][], wantedRuns: readonly Node[][]): Y.XmlText[][] {
  const assigned: Y.XmlText[][] = wantedRuns.map(() => [])
  const last = wantedRuns.length - 1
  if (sharedRuns.length === 1 && last > 0) {
    const texts = sharedRuns[0] ?? []
    let best = 0
    let bestShared = -1
    for (const [index, run] of wantedRuns.entries()) {
      const shared = sharedLength(texts, run)
      if (shared > bestShared) {
        best = index
        bestShared = shared
      }
    }
    assigned[best] = texts
    return assigned
  }
  for (const [index, texts] of sharedRuns.entries()) assigned[Math.min(index, last)]?.push(...texts)
  return assigned
}

function createElement(node: Node, mapping: Mapping): Y.XmlElement {
  if (isStandIn(node)) {
    const original = decodeShared(node.attrs['json']) as Y.XmlElement
    mapping.set(original, node)
    return original
  }
  const element = new Y.XmlElement(node.type.name)
  for (const [name, value] of Object.entries(node.attrs)) {
    if (value !== null && name !== 'ychange') setAttribute(element, name, value)
  }
  writeRest(element, node)
  const { elements, runs } = wantedChildren(node)
  const children: (Y.XmlElement | Y.XmlText)[] = []
  for (let index = 0; index <= elements.length; index++) {
    const run = runs.get(index)
    if (run !== undefined) {
      const text = new Y.XmlText()
      insertText(text, run)
      children.push(text)
    }
    const child = elements[index]
    if (child !== undefined) children.push(createElement(child, mapping))
  }
  element.insert(0, children)
  mapping.set(element, node)
  return element
}

function isSame(element: Y.XmlElement, node: Node, mapping: Mapping): boolean {
  const known = knownNode(element, mapping) ?? projectElement(element, node.type.schema, mapping)
  return known === node || (known.eq(node) && hasSameRest(known, node))
}

function knownNode(element: Y.XmlElement, mapping: Mapping): Node | undefined {
  const known = mapping.get(element)
  return Array.isArray(known) ? undefined : known
}

function deleteType(type: Y.XmlElement, mapping: Mapping): void {
  const { doc, _item: item } = type
  if (doc !== null && item !== null) doc.transact((transaction) => item.delete(transaction))
  mapping.delete(type)
}

function setAttribute(element: Y.XmlElement, name: string, value: unknown): void {
  // Typed as string in Yjs, but any JSON value is stored as it is.
  element.setAttribute(name, value as string)
}
