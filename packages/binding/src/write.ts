// ProseMirror -> Yjs. Our own write path, because y-prosemirror's compares marks inexactly (bold -> code in one
// transaction is taken for "nothing changed" and never written), removes attributes its schema does not know, and
// pairs moved blocks by position, so that a peer's concurrent text lands in the wrong one.
//
// What is compared is what the editor would show: if a Yjs type already projects to the wanted node, it is left
// alone. Content unknown to the mapping is projected first, so nothing is written because of a cold cache.

import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { matchElements } from './match.ts'
import type { ElementPair } from './match.ts'
import { sameValue } from './patch.ts'
import { projectElement } from './projection.ts'
import type { Mapping } from './projection.ts'
import { insertText, sharedLength, writeText } from './write-text.ts'

/** Makes the fragment's content equal the node's. Call within a transaction. */
export function writeFragment(fragment: Y.XmlFragment, node: Node, mapping: Mapping): void {
  writeChildren(fragment, node, mapping)
  mapping.set(fragment, node)
}

function writeElement(element: Y.XmlElement, node: Node, mapping: Mapping): void {
  writeAttributes(element, node)
  writeChildren(element, node, mapping)
  mapping.set(element, node)
}

/** Attributes that the schema does not know belong to a newer client: they are never touched. */
function writeAttributes(element: Y.XmlElement, node: Node): void {
  const shared = element.getAttributes() as Record<string, unknown>
  for (const [name, value] of Object.entries(node.attrs)) {
    if (name === 'ychange') continue
    const fallback: unknown = node.type.spec.attrs?.[name]?.default
    const shown = shared[name] === undefined ? fallback : shared[name]
    if (sameValue(shown, value)) continue
    if (value === null && fallback === null) element.removeAttribute(name)
    else setAttribute(element, name, value)
  }
}

/**
 * Children as alternating runs of text and elements: run 0, element 0, run 1, … A run may be empty or, in Yjs,
 * several neighbouring texts: two people who type into one empty paragraph at once each make one. They are written
 * as one run and never merged, since merging would lose what a peer is typing into the second.
 */
interface Children<Element, Text> {
  readonly elements: Element[]
  readonly runs: Text[][]
}

function writeChildren(parent: Y.XmlFragment, node: Node, mapping: Mapping): void {
  const shared = sharedChildren(parent)
  const wanted = wantedChildren(node)
  const pairs = matchElements(shared.elements, wanted.elements, {
    same: (element, child) => isSame(element, child, mapping),
    known: (element) => knownNode(element, mapping),
  })
  let cursor: Y.XmlElement | Y.XmlText | null = null
  let previous: ElementPair = { shared: -1, wanted: -1 }
  for (const pair of [...pairs, { shared: shared.elements.length, wanted: wanted.elements.length }]) {
    cursor = writeSegment({ parent, node, mapping, cursor, shared, wanted, previous, next: pair })
    const element = shared.elements[pair.shared]
    const child = wanted.elements[pair.wanted]
    if (element !== undefined && child !== undefined) {
      if (isSame(element, child, mapping)) mapping.set(element, child)
      else writeElement(element, child, mapping)
      cursor = element
    }
    previous = pair
  }
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
  const sharedRuns = shared.runs.slice(previous.shared + 1, next.shared + 1)
  const wantedRuns = wanted.runs.slice(previous.wanted + 1, next.wanted + 1)
  const added = wanted.elements.slice(previous.wanted + 1, next.wanted)
  for (const element of shared.elements.slice(previous.shared + 1, next.shared)) deleteType(element, mapping)

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
  const element = new Y.XmlElement(node.type.name)
  for (const [name, value] of Object.entries(node.attrs)) {
    if (value !== null && name !== 'ychange') setAttribute(element, name, value)
  }
  const { elements, runs } = wantedChildren(node)
  const children: (Y.XmlElement | Y.XmlText)[] = []
  for (const [index, run] of runs.entries()) {
    if (run.length > 0) {
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
  if (element.nodeName !== node.type.name) return false
  const known = knownNode(element, mapping) ?? projectElement(element, node.type.schema, mapping)
  return known === node || known.eq(node)
}

function knownNode(element: Y.XmlElement, mapping: Mapping): Node | undefined {
  const known = mapping.get(element)
  return Array.isArray(known) ? undefined : known
}

function sharedChildren(parent: Y.XmlFragment): Children<Y.XmlElement, Y.XmlText> {
  const elements: Y.XmlElement[] = []
  let run: Y.XmlText[] = []
  const runs = [run]
  for (const child of parent.toArray() as readonly Y.AbstractType<unknown>[]) {
    if (child instanceof Y.XmlElement) {
      elements.push(child)
      runs.push((run = []))
    } else if (child instanceof Y.XmlText) {
      run.push(child)
    }
  }
  return { elements, runs }
}

function wantedChildren(node: Node): Children<Node, Node> {
  const elements: Node[] = []
  let run: Node[] = []
  const runs = [run]
  for (const child of node.children) {
    if (child.isText) {
      run.push(child)
    } else {
      elements.push(child)
      runs.push((run = []))
    }
  }
  return { elements, runs }
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
