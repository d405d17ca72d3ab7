// The few parts of a DOM element that parse rules read, so that this package compiles and its rules are tested without
// a DOM. A browser's HTMLElement fits this shape.

export interface PastedNode {
  /** 1 element, 3 text; others (comments) are passed over. */
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly parentNode: PastedNode | null
  readonly firstChild: PastedNode | null
  readonly nextSibling: PastedNode | null
}

export interface PastedElement extends PastedNode {
  getAttribute(name: string): string | null
}

export function isElement(node: PastedNode | null | undefined): node is PastedElement {
  return node?.nodeType === 1
}

/** Lower-case tag name; pasted XHTML may say either. */
export function tagOf(node: PastedNode): string {
  return node.nodeName.toLowerCase()
}

/** The nearest ancestor (never the element itself) with one of these tags. */
export function ancestorOf(node: PastedNode, tags: ReadonlySet<string>): PastedElement | null {
  for (let above = node.parentNode; above; above = above.parentNode) {
    if (isElement(above) && tags.has(tagOf(above))) return above
  }
  return null
}

/** How many ancestors have one of these tags. */
export function countAncestors(node: PastedNode, tags: ReadonlySet<string>): number {
  let count = 0
  for (let above = ancestorOf(node, tags); above; above = ancestorOf(above, tags)) count += 1
  return count
}

export function* childrenOf(node: PastedNode): Generator<PastedNode> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child
}

export function hasClass(element: PastedElement, name: string): boolean {
  return (element.getAttribute('class') ?? '').split(/\s+/).includes(name)
}

/**
 * The style as the other program wrote it. A browser forgets properties it does not know, and under a strict content
 * policy all of them, so our editor keeps the original beside it.
 */
export function writtenStyle(element: PastedElement): string {
  return element.getAttribute('data-stet-style') ?? element.getAttribute('style') ?? ''
}
