// TeX to MathML, which browsers draw and screen readers read by themselves. The library's tree is built into elements here,
// not by it: only elements and attributes of MathML pass, whatever somebody wrote into the formula, and styles go in
// through the CSSOM, as a strict content policy wants it. Loaded when a document first shows a formula.
import temml from 'temml'

export type Typeset =
  | { readonly ok: true; readonly element: Element }
  | { readonly ok: false; readonly reason: string }

// Its types describe the module as another kind than it is.
const library = temml as unknown as {
  __renderToMathMLTree(tex: string, options: Readonly<Record<string, unknown>>): unknown
}

const mathNamespace = 'http://www.w3.org/1998/Math/MathML'
const elements: ReadonlySet<string> = new Set(
  (
    'math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder ' +
    'mover munderover mmultiscripts mprescripts none mtable mtr mlabeledtr mtd menclose semantics annotation'
  ).split(' '),
)
const attributes =
  /^(?:display|mathvariant|mathcolor|mathbackground|mathsize|scriptlevel|displaystyle|stretchy|symmetric|largeop|movablelimits|fence|separator|form|lspace|rspace|minsize|maxsize|accent|accentunder|linethickness|width|height|depth|voffset|columnalign|rowalign|columnspacing|rowspacing|columnlines|rowlines|frame|columnspan|rowspan|notation|encoding|side|intent|arg)$/
const styles = /^[a-z-]+$/i

/** Never throws. Formulas come from others, too: macros are bounded, links and pictures do not exist. */
export function typeset(tex: string, { display }: { readonly display: boolean }): Typeset {
  try {
    const tree = library.__renderToMathMLTree(tex, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      annotate: true,
      maxExpand: 500,
      maxSize: [20, 40],
    })
    const element = build(tree)
    if (element instanceof Element) return { ok: true, element }
    return { ok: false, reason: tex }
  } catch (error) {
    return { ok: false, reason: reasonOf(error) }
  }
}

interface TreeNode {
  readonly type?: string
  readonly text?: string
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly style?: Readonly<Record<string, unknown>>
  readonly children?: readonly unknown[]
}

function build(node: unknown): Node {
  const { type, text, attributes: given = {}, style = {}, children = [] } = node as TreeNode
  if (typeof text === 'string') return document.createTextNode(text)
  if (type === undefined || !elements.has(type)) {
    const fragment = document.createDocumentFragment()
    fragment.append(...children.map(build))
    return fragment
  }
  const element = document.createElementNS(mathNamespace, type)
  for (const [name, value] of Object.entries(given)) {
    if (attributes.test(name)) element.setAttribute(name, String(value))
  }
  for (const [name, value] of Object.entries(style)) {
    if (styles.test(name)) {
      const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      element.style.setProperty(property, String(value))
    }
  }
  element.append(...children.map(build))
  return element
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^(?:Temml|KaTeX) parse error:\s*/i, '').slice(0, 200)
}
