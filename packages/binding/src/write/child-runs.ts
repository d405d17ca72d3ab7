// The children of one node, on either side, as the write path compares them: elements, and the text between them.

import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { isShownAsNode, sharedTypes } from '../projection.ts'
import type { Mapping } from '../projection.ts'

/**
 * Children as alternating runs of text and elements: run 0, element 0, run 1, … A run may be empty or, in Yjs,
 * several neighbouring texts: two people who type into one empty paragraph at once each make one. They are written
 * as one run and never merged, since merging would lose what a peer is typing into the second.
 */
export interface Children<Element, Text> {
  readonly elements: Element[]
  /** By index, empty runs left out: a document of ten thousand blocks has ten thousand and one of those. */
  readonly runs: Map<number, Text[]>
}

export function sharedChildren(parent: Y.XmlFragment, mapping: Mapping): Children<Y.XmlElement, Y.XmlText> {
  const elements: Y.XmlElement[] = []
  const runs = new Map<number, Y.XmlText[]>()
  for (const child of sharedTypes(parent)) {
    if (isShownAsNode(child, mapping)) elements.push(child)
    else if (child instanceof Y.XmlText) addToRun(runs, elements.length, child)
  }
  return { elements, runs }
}

export function wantedChildren(node: Node): Children<Node, Node> {
  const elements: Node[] = []
  const runs = new Map<number, Node[]>()
  for (const child of node.children) {
    if (child.isText) addToRun(runs, elements.length, child)
    else elements.push(child)
  }
  return { elements, runs }
}

/** The runs from one index to another, both included, empty ones too. */
export function runsBetween<Text>(runs: ReadonlyMap<number, Text[]>, from: number, to: number): Text[][] {
  return Array.from({ length: to - from + 1 }, (_, offset) => runs.get(from + offset) ?? [])
}

function addToRun<Text>(runs: Map<number, Text[]>, index: number, text: Text): void {
  const run = runs.get(index)
  if (run === undefined) runs.set(index, [text])
  else run.push(text)
}
