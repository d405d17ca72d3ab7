// Just enough of a DOM for ProseMirror's parser and serializer, so that paste rules and rendering are tested in Node.
// It reads well-formed HTML only and throws at the first tag that does not balance, which makes it the tests' check of
// well-formedness too. How real browsers behave is tested in a browser, elsewhere.

const voidTags: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input'])

export class TinyNode {
  readonly nodeType: number
  readonly nodeName: string
  nodeValue: string | null
  parentNode: TinyNode | null = null
  readonly childNodes: TinyNode[] = []
  readonly attributes = new Map<string, string>()
  readonly ownerDocument = tinyDocument

  constructor(nodeType: number, nodeName: string, nodeValue: string | null) {
    this.nodeType = nodeType
    this.nodeName = nodeName
    this.nodeValue = nodeValue
  }

  get tagName(): string {
    return this.nodeName
  }

  get firstChild(): TinyNode | null {
    return this.childNodes[0] ?? null
  }

  get nextSibling(): TinyNode | null {
    return this.sibling(1)
  }

  get previousSibling(): TinyNode | null {
    return this.sibling(-1)
  }

  get style(): { length: number; whiteSpace: string; getPropertyValue(name: string): string } {
    const properties = new Map(
      (this.attributes.get('style') ?? '')
        .split(';')
        .filter((declaration) => declaration.includes(':'))
        .map((declaration) => declaration.split(':').map((part) => part.trim()) as [string, string]),
    )
    return {
      length: properties.size,
      whiteSpace: properties.get('white-space') ?? '',
      getPropertyValue: (name) => properties.get(name) ?? '',
    }
  }

  get textContent(): string {
    return this.nodeValue ?? this.childNodes.map((child) => child.textContent).join('')
  }

  get innerHTML(): string {
    return this.childNodes.map((child) => child.outerHTML).join('')
  }

  get outerHTML(): string {
    if (this.nodeType === 3) return (this.nodeValue ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;')
    const tag = this.nodeName.toLowerCase()
    const attributes = [...this.attributes].map(
      ([name, value]) =>
        ` ${name}="${value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')}"`,
    )
    return voidTags.has(tag)
      ? `<${tag}${attributes.join('')}>`
      : `<${tag}${attributes.join('')}>${this.innerHTML}</${tag}>`
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value))
  }

  appendChild(child: TinyNode): TinyNode {
    const added = child.nodeType === 11 ? [...child.childNodes] : [child]
    for (const node of added) {
      const siblings = node.parentNode?.childNodes
      siblings?.splice(siblings.indexOf(node), 1)
      node.parentNode = this
      this.childNodes.push(node)
    }
    return child
  }

  contains(other: TinyNode | null): boolean {
    for (let node = other; node; node = node.parentNode) if (node === this) return true
    return false
  }

  /** Understands `tag`, `.class`, `[attribute]` and their combinations, separated by commas. */
  matches(selector: string): boolean {
    return selector.split(',').some((part) =>
      (part.trim().match(/^[a-z0-9]+|\.[\w-]+|\[[\w-]+\]/gi) ?? []).every((test) => {
        if (test.startsWith('.')) return (this.getAttribute('class') ?? '').split(' ').includes(test.slice(1))
        if (test.startsWith('[')) return this.attributes.has(test.slice(1, -1))
        return test === this.nodeName.toLowerCase()
      }),
    )
  }

  private sibling(distance: number): TinyNode | null {
    const siblings = this.parentNode?.childNodes ?? []
    return siblings[siblings.indexOf(this) + distance] ?? null
  }
}

// Function declarations are hoisted, so that TinyNode may name this before it is evaluated.
function createElement(tag: string): TinyNode {
  return new TinyNode(1, tag.toUpperCase(), null)
}

function createTextNode(text: string): TinyNode {
  return new TinyNode(3, '#text', text)
}

function createDocumentFragment(): TinyNode {
  return new TinyNode(11, '#document-fragment', null)
}

/** The document to hand to ProseMirror's DOMSerializer. */
export const tinyDocument = { createElement, createTextNode, createDocumentFragment }

/** Parses HTML into a <div>. Throws where a tag is not closed, closed twice, or where markup is malformed. */
export function parseHTML(html: string): TinyNode {
  const root = createElement('div')
  let top = root
  let end = 0
  for (const match of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<]*")?)*)\s*>|[^<]+/gi)) {
    if (match.index !== end) throw new Error(`Malformed HTML at "${html.slice(end, end + 40)}"`)
    end = match.index + match[0].length
    const [whole, slash, tag = '', attributes = ''] = match
    if (tag === '') top.appendChild(createTextNode(unescape(whole)))
    else if (slash === '/') {
      if (top.nodeName !== tag.toUpperCase() || !top.parentNode)
        throw new Error(`Unexpected ${whole} in ${html}`)
      top = top.parentNode
    } else {
      const element = createElement(tag)
      for (const [, name = '', value = ''] of attributes.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)) {
        element.setAttribute(name, unescape(value))
      }
      top.appendChild(element)
      if (!voidTags.has(tag.toLowerCase())) top = element
    }
  }
  if (end !== html.length) throw new Error(`Malformed HTML at "${html.slice(end, end + 40)}"`)
  if (top !== root) throw new Error(`<${top.nodeName.toLowerCase()}> is never closed in ${html}`)
  return root
}

function unescape(text: string): string {
  const bare = /&(?!(?:amp|lt|gt|quot|#39);)/.exec(text)
  if (bare) throw new Error(`Unescaped & in "${text}"`)
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
}
