// Where the items of shared texts stand in a document: as it is, or as it was before a transaction. Both sides are walked
// together, down to the texts that are asked for; what stands behind a place where they differ (a block that is filled in
// for display only) is left out.

import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { isStandIn } from '../adaptive/adaptive-schema.ts'

/** An item of text, and the position of its first character. */
export interface PlacedItem {
  readonly item: Y.Item
  readonly at: number
}

interface TextsToPlace {
  readonly texts: ReadonlySet<Y.XmlText>
  /** Whether an item is part of the document, or was. */
  readonly isThere: (item: Y.Item) => boolean
}

/** In the order of the document. `doc` is what `fragment` shows of the items that are there. */
export function placeItems(
  fragment: Y.XmlFragment,
  doc: Node,
  { texts, isThere }: TextsToPlace,
): PlacedItem[] {
  const around = new Set<unknown>([...texts].flatMap((text) => ancestors(text)))
  const placed: PlacedItem[] = []
  const visit = (parent: Y.XmlFragment, node: Node, start: number): void => {
    const children = new ChildCursor(node, start)
    for (let item = parent._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentType) || !isThere(item)) continue
      const type: unknown = item.content.type
      const { position, node: child } = children
      if (type instanceof Y.XmlText) {
        const items = textItems(type, isThere)
        const length = items.reduce((sum, each) => sum + each.length, 0)
        if (length === 0) continue
        if (child?.isText === true && texts.has(type)) placed.push(...inSequence(items, position))
        children.skip(child?.isText === true ? length : 1)
      } else {
        if (child === null || child.isText) return
        const isShown = type instanceof Y.XmlElement && type.nodeName === child.type.name
        if (!isShown && !isStandIn(child)) return
        if (isShown && around.has(type)) visit(type, child, position + 1)
        children.skip(1)
      }
    }
  }
  visit(fragment, doc, 0)
  return placed
}

/** Walks over the children of a node: character by character in text, else node by node. */
class ChildCursor {
  position: number
  readonly #parent: Node
  #index = 0
  /** How many characters of the child, if it is text, are behind. */
  #offset = 0

  constructor(parent: Node, position: number) {
    this.#parent = parent
    this.position = position
  }

  get node(): Node | null {
    return this.#parent.maybeChild(this.#index)
  }

  /** This many characters or nodes. */
  skip(count: number): void {
    for (let left = count, { node } = this; left > 0 && node !== null; { node } = this) {
      const size = node.isText ? Math.min(left, node.nodeSize - this.#offset) : node.nodeSize
      this.position += size
      left -= node.isText ? size : 1
      this.#offset = node.isText ? this.#offset + size : 0
      if (!node.isText || this.#offset === node.nodeSize) {
        this.#index++
        this.#offset = 0
      }
    }
  }
}

function ancestors(text: Y.XmlText): unknown[] {
  const result: unknown[] = []
  for (let type: unknown = text.parent; type instanceof Y.XmlElement; type = type.parent) result.push(type)
  return result
}

function textItems(text: Y.XmlText, isThere: (item: Y.Item) => boolean): Y.Item[] {
  const items: Y.Item[] = []
  for (let item = text._start; item !== null; item = item.right) {
    if (item.countable && isThere(item)) items.push(item)
  }
  return items
}

function inSequence(items: readonly Y.Item[], start: number): PlacedItem[] {
  let position = start
  return items.map((item) => {
    const at = position
    position += item.length
    return { item, at }
  })
}
