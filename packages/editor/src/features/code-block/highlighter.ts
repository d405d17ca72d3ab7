// Colours for code, from highlight.js grammars through lowlight, which gives a tree and not markup. This file and each
// grammar are loaded only when a document shows code in a language.
import { createLowlight } from 'lowlight'
import { grammars } from './grammars.ts'
import { findLanguage } from './languages.ts'

/** A part of the code, by offsets in it, and the classes that colour it. */
export interface Token {
  readonly from: number
  readonly to: number
  readonly className: string
}

type Nodes = ReturnType<typeof lowlight.highlight>['children']
type Element = Extract<Nodes[number], { readonly type: 'element' }>

const lowlight = createLowlight()
const loading = new Map<string, Promise<void>>()

/** Rejects when the grammar cannot be loaded; asking again tries again. */
export async function tokenize(code: string, language: string): Promise<readonly Token[]> {
  const { id = '' } = findLanguage(language) ?? {}
  const load = grammars[id]
  if (!load) return []
  if (!lowlight.registered(id)) {
    const grammar = loading.get(id) ?? register(id, load)
    loading.set(id, grammar)
    await grammar.finally(() => loading.delete(id))
  }
  return readTokens(lowlight.highlight(id, code).children)
}

async function register(id: string, load: NonNullable<(typeof grammars)[string]>): Promise<void> {
  const { default: grammar } = await load()
  lowlight.register(id, grammar)
}

/** The classes of nested parts add up: the innermost is what a reader sees. */
function readTokens(nodes: Nodes): readonly Token[] {
  const tokens: Token[] = []
  let offset = 0
  const read = (children: Nodes | Element['children'], classes: string): void => {
    for (const node of children) {
      if (node.type === 'text') {
        const from = offset
        offset += node.value.length
        if (classes !== '' && offset > from) tokens.push({ from, to: offset, className: classes })
      } else if (node.type === 'element') read(node.children, classesOf(node) || classes)
    }
  }
  read(nodes, '')
  return tokens
}

function classesOf({ properties }: Element): string {
  const names = properties['className']
  return Array.isArray(names) ? names.join(' ') : ''
}
