// Is this value a node's JSON? JSON comes from files, from requests and out of attributes that anyone may have
// written, so its shape is checked before it is walked. Which types and attributes exist is not asked here.

// Our blocks nest two deep, tables will five or six. Each level costs stack in every function that walks the JSON, and
// a hostile document could nest until the stack overflows.
export const maxDepth = 100

/** What is wrong with the node's shape, in a sentence that names the place; undefined when nothing is. */
export function faultIn(node: unknown, path: string, depth = 0): string | undefined {
  // One level of room above what read-yjs.ts gives: the document itself, and the text below the deepest element.
  if (depth > maxDepth + 1) return `${path} is nested deeper than ${maxDepth} levels.`
  if (!isTyped(node)) return `${path} is not an object with a "type" that is a string.`
  const { type, text, attrs, marks, content = [] } = node
  if (text !== undefined && (type !== 'text' || typeof text !== 'string')) {
    return `${path}.text is not the string of a text node.`
  }
  // An element may be named "text" in a strange document; then it has content.
  if (type === 'text' && text === undefined && node.content === undefined)
    return `${path} is a text node without "text".`
  if (attrs !== undefined && !isRecord(attrs)) return `${path}.attrs is not an object.`
  if (marks !== undefined && !isList(marks)) return `${path}.marks is not a list.`
  for (const [index, mark] of (marks ?? []).entries()) {
    const place = `${path}.marks[${index}]`
    if (!isTyped(mark)) return `${place} is not an object with a "type" that is a string.`
    if (mark.attrs !== undefined && !isRecord(mark.attrs)) return `${place}.attrs is not an object.`
    if (mark.key !== undefined && typeof mark.key !== 'string') return `${place}.key is not a string.`
  }
  if (!isList(content)) return `${path}.content is not a list.`
  for (const [index, child] of content.entries()) {
    const fault = faultIn(child, `${path}.content[${index}]`, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}

interface Typed {
  readonly type: string
  readonly text?: unknown
  readonly attrs?: unknown
  readonly marks?: unknown
  readonly content?: unknown
  readonly key?: unknown
}

function isTyped(value: unknown): value is Typed {
  return isRecord(value) && typeof value['type'] === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
