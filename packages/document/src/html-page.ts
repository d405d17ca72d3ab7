// A page of HTML, read by parse5, as the few parts of a DOM that ProseMirror's parser asks for. So HTML is read in Node
// by the very rules that read what is pasted in a browser. It is built once and only read.

import { defaultTreeAdapter, parse } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'

import { ancestorOf, tagOf } from './pasted-element.ts'
import type { PastedElement } from './pasted-element.ts'

// Deeper elements become their ancestors' neighbours, as in browsers (where the limit is 512): readers go down the tree
// by calling themselves.
const maxDepth = 200

export class PageNode implements PastedElement {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  parentNode: PageNode | null = null
  previousSibling: PageNode | null = null
  nextSibling: PageNode | null = null
  firstChild: PageNode | null = null
  private lastChild: PageNode | null = null
  private readonly attributes: ReadonlyMap<string, string>

  constructor(
    nodeType: number,
    nodeName: string,
    rest: { text?: string; attributes?: ReadonlyMap<string, string> },
  ) {
    this.nodeType = nodeType
    this.nodeName = nodeName
    this.nodeValue = rest.text ?? null
    this.attributes = rest.attributes ?? new Map()
  }

  get tagName(): string {
    return this.nodeName
  }

  get childNodes(): PageNode[] {
    const children: PageNode[] = []
    for (let child = this.firstChild; child; child = child.nextSibling) children.push(child)
    return children
  }

  get ownerDocument(): { createTextNode(text: string): PageNode } {
    return { createTextNode: textNode }
  }

  get style(): PageStyle {
    return pageStyle(this)
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null
  }

  /** Selectors of tags, classes and attributes, separated by commas: what parse rules are made of. */
  matches(selector: string): boolean {
    return selector.split(',').some((alternative) => {
      const tests = alternative.trim().match(/\.?(?:[\w-]|\\:)+|\[[\w-]+\]|[^]/g) ?? []
      return tests.every((test) => {
        if (test.startsWith('.'))
          return (this.getAttribute('class') ?? '').split(/\s+/).includes(test.slice(1))
        if (test.startsWith('[')) return this.attributes.has(test.slice(1, -1))
        if (!/^(?:[\w-]|\\:)+$/.test(test))
          throw new Error(`The selector "${selector}" is not understood without a DOM.`)
        return test.replace('\\:', ':').toUpperCase() === this.nodeName
      })
    })
  }

  /** As in the DOM, a node that stands elsewhere is moved. */
  appendChild(child: PageNode): PageNode {
    child.remove()
    child.parentNode = this
    child.previousSibling = this.lastChild
    if (this.lastChild) this.lastChild.nextSibling = child
    else this.firstChild = child
    this.lastChild = child
    return child
  }

  private remove(): void {
    const { parentNode: parent, previousSibling: before, nextSibling: after } = this
    if (before) before.nextSibling = after
    else if (parent) parent.firstChild = after
    if (after) after.previousSibling = before
    else if (parent) parent.lastChild = before
    this.previousSibling = this.nextSibling = this.parentNode = null
  }
}

/** The part of a CSSStyleDeclaration that is asked for. */
interface PageStyle {
  readonly length: number
  readonly whiteSpace: string
  getPropertyValue(name: string): string
}

/** The body of a page, or of a fragment of one. Scripts and style sheets are left out. */
export function readPage(html: string): PageNode {
  const root = new PageNode(1, 'BODY', {})
  const body = parse(html)
    .childNodes.flatMap(childrenOf)
    .find((node) => node.nodeName === 'body')
  // Not by calling itself: a hostile page nests until the stack is full.
  const waiting = childrenOf(body)
    .map((node) => ({ node, parent: root, depth: 1 }))
    .toReversed()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent, depth } = next
    const made = pageNode(node)
    if (made === undefined) continue
    parent.appendChild(made)
    const inner = depth < maxDepth ? { parent: made, depth: depth + 1 } : { parent, depth }
    for (const child of childrenOf(node).toReversed()) waiting.push({ node: child, ...inner })
  }
  return root
}

const unread: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'title',
  'head',
  'noscript',
  'iframe',
])

function pageNode(node: DefaultTreeAdapterTypes.ChildNode): PageNode | undefined {
  if (defaultTreeAdapter.isTextNode(node)) return textNode(node.value)
  if (!defaultTreeAdapter.isElementNode(node) || unread.has(node.tagName)) return undefined
  const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]))
  return new PageNode(1, node.tagName.toUpperCase(), { attributes })
}

function childrenOf(node: DefaultTreeAdapterTypes.Node | undefined): DefaultTreeAdapterTypes.ChildNode[] {
  return node !== undefined && 'childNodes' in node ? node.childNodes : []
}

function textNode(text: string): PageNode {
  return new PageNode(3, '#text', { text })
}

const linkTags: ReadonlySet<string> = new Set(['a'])
const headingTags: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

function pageStyle(element: PageNode): PageStyle {
  const properties = new Map<string, string>()
  for (const declaration of (element.getAttribute('style') ?? '').split(';')) {
    const colon = declaration.indexOf(':')
    const value = declaration.slice(colon + 1).replace(/!important/i, '')
    if (colon > 0)
      properties.set(declaration.slice(0, colon).trim().toLowerCase(), value.trim().toLowerCase())
  }
  // Programs underline every link; ours shows links by itself.
  if (ancestorOf(element, linkTags)) properties.delete('text-decoration')
  // A browser says of a heading that it is bold, which every heading is.
  if (headingTags.has(tagOf(element))) properties.delete('font-weight')
  return {
    length: properties.size,
    whiteSpace: properties.get('white-space') ?? '',
    getPropertyValue: (name) => properties.get(name) ?? '',
  }
}
