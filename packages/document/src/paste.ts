// What pasted HTML means in the flat block model. HTML nests: a list in an item, paragraphs in an item, a list in a
// quote. Our blocks do not, so each element that directly begins with text becomes one textblock, and looks at its
// ancestors for its kind, its indent and whether it is quoted. An element that begins with another block becomes
// nothing itself: opening a block for it would leave an empty one behind.

import type { Fragment, Schema } from 'prosemirror-model'

import { isBlockKind, maxIndent, readId, readIndent, readLanguage, readTextblockAttrs } from './attrs.ts'
import type { TextblockAttrs } from './attrs.ts'
import {
  ancestorOf,
  childrenOf,
  countAncestors,
  hasClass,
  isElement,
  tagOf,
  writtenStyle,
} from './pasted-element.ts'
import type { PastedElement, PastedNode } from './pasted-element.ts'
import { isWordMarker, wordItem } from './pasted-word.ts'

/** Marks the outermost element of a block that Stet itself rendered; such a block is read back exactly. */
export const blockClass = 'stet-block'

const listTags: ReadonlySet<string> = new Set(['ul', 'ol'])
const itemTags: ReadonlySet<string> = new Set(['li'])
const quoteTags: ReadonlySet<string> = new Set(['blockquote'])
const preTags: ReadonlySet<string> = new Set(['pre'])
const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body canvas dd details div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
)
// Elements that are content although they hold no text.
const contentTags: ReadonlySet<string> = new Set(['br', 'img', 'video', 'audio', 'svg', 'math', 'object'])

/** Attributes of a block Stet rendered, from its data attributes; false for anything else. */
export function ownBlockAttrs(element: PastedElement): TextblockAttrs | false {
  const kind = element.getAttribute('data-kind')
  if (!isBlockKind(kind)) return false
  return readTextblockAttrs({
    kind,
    level: Number(element.getAttribute('data-level') ?? 1),
    indent: Number(element.getAttribute('data-indent') ?? 0),
    checked: element.getAttribute('data-checked') === 'true',
    quote: element.getAttribute('data-quote') === 'true',
    align: element.getAttribute('data-align'),
    dir: element.getAttribute('dir'),
    id: element.getAttribute('data-id'),
  })
}

/** Attributes for a heading element. */
export function headingAttrs(element: PastedElement): TextblockAttrs | false {
  if (beginsWithBlock(element) === true) return false
  return readTextblockAttrs({
    kind: 'heading',
    level: Number(tagOf(element).slice(1)),
    quote: ancestorOf(element, quoteTags) !== null,
    indent: writtenIndent(element) ?? 0,
    ...standing(element),
  })
}

/** Attributes for any other element that may hold text directly: p, li, div, blockquote, dt, dd, summary. */
export function blockAttrs(element: PastedElement): TextblockAttrs | false {
  const begin = beginsWithBlock(element)
  if (begin === true) return false
  const tag = tagOf(element)
  // An empty paragraph or item was meant; an empty div, cell or quote is somebody's layout.
  if (begin === undefined && tag !== 'p' && tag !== 'li') return false
  const item = tag === 'li' ? element : ancestorOf(element, itemTags)
  const quote = tag === 'blockquote' || ancestorOf(element, quoteTags) !== null
  const shared = { quote, ...standing(element) }
  if (item === null) {
    return readTextblockAttrs({ ...shared, indent: writtenIndent(element) ?? 0, ...wordItem(element) })
  }
  const depth = countAncestors(item, listTags)
  if (item !== element && !leads(element, item)) {
    // A further paragraph of an item: indented deeper than the item, it stays with it.
    return readTextblockAttrs({ ...shared, indent: writtenIndent(element) ?? depth })
  }
  const list = ancestorOf(item, listTags)
  const task = taskState(item, list)
  const ofItem = standing(item)
  return readTextblockAttrs({
    kind: task !== undefined ? 'task' : list && tagOf(list) === 'ol' ? 'ordered' : 'bullet',
    checked: task === true,
    indent: writtenIndent(item) ?? Math.max(saidLevel(item), depth) - 1,
    ...shared,
    align: shared.align ?? ofItem.align,
    dir: shared.dir ?? ofItem.dir,
  })
}

/** The id of a block that Stet rendered. Other pages use `data-id` for purposes of their own. */
export function ownId(element: PastedElement): string | null {
  const own = (element.getAttribute('class') ?? '').split(/\s+/).some((name) => name.startsWith('stet-'))
  return own ? readId(element.getAttribute('data-id')) : null
}

/** The element of a block Stet rendered that holds its text. */
export function textHole(element: PastedElement): PastedElement {
  for (const child of childrenOf(element)) {
    if (!isElement(child)) continue
    const tag = tagOf(child)
    if (tag === 'li' || tag === 'blockquote' || hasClass(child, 'stet-task-text')) return textHole(child)
    if (tagOf(element) === 'blockquote' && /^(?:p|h[1-6])$/.test(tag)) return child
  }
  return element
}

/** Attributes of a code block, from `<pre class="language-x">` or the `<code>` inside it. */
export function codeBlockAttrs(element: PastedElement): { language: string | null; id: string | null } {
  const id = ownId(element)
  const own = readLanguage(element.getAttribute('data-language')) ?? languageClass(element)
  if (own !== null) return { language: own, id }
  for (const child of childrenOf(element)) {
    const inner = isElement(child) ? languageClass(child) : null
    if (inner !== null) return { language: inner, id }
  }
  return { language: null, id }
}

// The text of a `<pre>`: line breaks and lines in elements of their own become line feeds.
function codeText(node: PastedNode): string {
  let text = ''
  for (const child of childrenOf(node)) {
    if (child.nodeType === 3) text += (child.nodeValue ?? '').replace(/\r\n?/g, '\n')
    else if (isElement(child)) {
      const tag = tagOf(child)
      if (tag === 'br') text += '\n'
      else if (blockTags.has(tag)) {
        if (text !== '' && !text.endsWith('\n')) text += '\n'
        text += codeText(child)
        if (child.nextSibling && !text.endsWith('\n')) text += '\n'
      } else text += codeText(child)
    }
  }
  return text
}

/** The content of a node of code, from whatever elements a page puts around its lines. */
export function codeContent(node: PastedNode, schema: Schema): Fragment {
  const isOwn = isElement(node) && (hasClass(node, 'stet-code-block') || hasClass(node, 'stet-math-block'))
  // A line feed at the end shows as nothing, and most programs write one.
  const text = isOwn ? codeText(node) : codeText(node).replace(/\n$/, '')
  // Not `Fragment.from`: who only shows documents has the schema's rules without ProseMirror.
  return schema.topNodeType.create(null, text === '' ? null : schema.text(text)).content
}

// On the breaks that Stet renders: such a break was meant, even where HTML would not show it.
export const breakClass = 'stet-break'

/** A `<br>` that browsers write to keep a block open, or that only separates blocks. */
export function isPaddingBreak(element: PastedElement): boolean {
  if (hasClass(element, breakClass)) return false
  for (let node: PastedNode = element; ;) {
    for (let next = node.nextSibling; next; next = next.nextSibling) {
      if (isElement(next)) return blockTags.has(tagOf(next))
      if (next.nodeType === 3 && (next.nodeValue ?? '').trim() !== '') return false
    }
    const parent: PastedNode | null = node.parentNode
    if (!isElement(parent)) return false
    if (blockTags.has(tagOf(parent))) return true
    node = parent
  }
}

export function isInsidePre(element: PastedElement): boolean {
  return ancestorOf(element, preTags) !== null
}

// Google Docs wraps everything it copies in <b style="font-weight:normal">.
export function isBoldElement(element: PastedElement): boolean {
  // At the beginning of a property's name: Word's "mso-bidi-font-weight: normal" says nothing of this text.
  const isNormal = /(?:^|[;\s])font-weight\s*:\s*(?:normal|[1-4]00)\b/i.test(writtenStyle(element))
  return !isInsidePre(element) && !isNormal
}

// Does the first thing in this element that a reader would see lie in a block of its own? undefined: there is nothing.
function beginsWithBlock(element: PastedNode): boolean | undefined {
  for (const child of childrenOf(element)) {
    if (child.nodeType === 3 && (child.nodeValue ?? '').trim() !== '') return false
    if (!isElement(child) || isItemMarker(child)) continue
    const tag = tagOf(child)
    if (blockTags.has(tag)) return true
    if (contentTags.has(tag)) return false
    const inner = beginsWithBlock(child)
    if (inner !== undefined) return inner
  }
  return undefined
}

// Is there nothing to read in `item` before `element`?
function leads(element: PastedElement, item: PastedElement): boolean {
  for (let node: PastedNode = element; node !== item;) {
    const parent: PastedNode | null = node.parentNode
    if (!parent) return false
    for (const before of childrenOf(parent)) {
      if (before === node) break
      if (hasContent(before)) return false
    }
    node = parent
  }
  return true
}

// What a program draws at an item's beginning: Word its bullets and numbers, Google Docs its checkboxes.
export function isItemMarker(element: PastedElement): boolean {
  return isWordMarker(element) || element.getAttribute('aria-roledescription') === 'checkbox'
}

function hasContent(node: PastedNode): boolean {
  if (node.nodeType === 3) return (node.nodeValue ?? '').trim() !== ''
  if (!isElement(node) || isItemMarker(node)) return false
  if (blockTags.has(tagOf(node)) || contentTags.has(tagOf(node))) return true
  for (const child of childrenOf(node)) if (hasContent(child)) return true
  return false
}

// true or false for a task's box, undefined for an item that is no task.
function taskState(item: PastedElement, list: PastedElement | null): boolean | undefined {
  const role = item.getAttribute('role') // Google Docs: <li role="checkbox" aria-checked="true">
  if (role === 'checkbox') return item.getAttribute('aria-checked') === 'true'
  const box = checkboxIn(item) // GitHub, Notion and our own export: <li><input type="checkbox">
  if (box) return box.getAttribute('checked') !== null
  if (list?.getAttribute('data-type') === 'taskList') return item.getAttribute('data-checked') === 'true' // Tiptap
  return undefined
}

function checkboxIn(node: PastedNode): PastedElement | undefined {
  for (const child of childrenOf(node)) {
    if (!isElement(child) || listTags.has(tagOf(child))) continue
    if (tagOf(child) === 'input' && child.getAttribute('type') === 'checkbox') return child
    const inner = checkboxIn(child)
    if (inner) return inner
  }
  return undefined
}

// Our own export writes the indent where nesting alone does not say it.
function writtenIndent(element: PastedElement): number | undefined {
  const written = element.getAttribute('data-indent')
  return written === null ? undefined : readIndent(Number(written))
}

// How the text stands. Programs write "left" and "ltr" for every paragraph, meaning nothing by it.
function standing(element: PastedElement): { readonly align: unknown; readonly dir: unknown } {
  const style = /(?:^|;)\s*text-align\s*:\s*(center|right|justify)/i.exec(writtenStyle(element))
  const dir = element.getAttribute('dir')?.toLowerCase()
  return {
    align: (element.getAttribute('align') ?? style?.[1])?.toLowerCase() ?? null,
    dir: dir === 'rtl' ? dir : element.getAttribute('data-dir'),
  }
}

// Word for the web and Google Docs: <li aria-level="2">, in lists that Word does not nest.
function saidLevel(item: PastedElement): number {
  const said = item.getAttribute('aria-level') ?? item.getAttribute('data-aria-level')
  const level = Number(said ?? 1)
  return level >= 1 && level <= maxIndent + 1 ? Math.trunc(level) : 1
}

function languageClass(element: PastedElement): string | null {
  const found = /(?:^|\s)(?:language|lang|highlight-source)-([^\s]+)/.exec(
    element.getAttribute('class') ?? '',
  )
  return readLanguage(found?.[1])
}
