/**
 * Edits as data: numbers that mean something on any document, so that a plan stays a plan when operations before it
 * are taken away.
 */
import * as Y from 'yjs'
import type { Random } from './random.ts'

export interface Edit {
  readonly kind:
    | 'type'
    | 'delete'
    | 'format'
    | 'insert-block'
    | 'delete-block'
    | 'type-in-block'
    | 'set-key'
    | 'delete-key'
    | 'paste'
  /** Where, in [0, 1) of what is there. */
  readonly where: number
  readonly size: number
}

const kinds = [
  'type',
  'type',
  'type',
  'type',
  'delete',
  'delete',
  'format',
  'insert-block',
  'delete-block',
  'type-in-block',
  'type-in-block',
  'set-key',
  'delete-key',
  'paste',
] as const

export function randomEdit(random: Random): Edit {
  return { kind: random.pick(kinds), where: random.fraction(), size: random.between(1, 5) }
}

/** Applies an edit in one transaction. Returns false when there was nothing to do it on. */
export function applyEdit(doc: Y.Doc, edit: Edit): boolean {
  return doc.transact(() => changes[edit.kind](doc, edit))
}

const typed = ['', 'a', 'é𝄞', 'word', 'two words', '𝄞']

const changes: Readonly<Record<Edit['kind'], (doc: Y.Doc, edit: Edit) => boolean>> = {
  type(doc, { where, size }) {
    const text = doc.getText('text')
    text.insert(between(text, where * (text.length + 1)), typed[size] ?? 'a')
    return true
  },
  paste(doc, { where, size }) {
    const text = doc.getText('text')
    text.insert(between(text, where * (text.length + 1)), 'pasted '.repeat(size * 20))
    return true
  },
  delete(doc, { where, size }) {
    const text = doc.getText('text')
    if (text.length === 0) return false
    const from = between(text, where * text.length)
    const to = between(text, Math.min(from + size, text.length))
    if (to === from) return false
    text.delete(from, to - from)
    return true
  },
  format(doc, { where, size }) {
    const text = doc.getText('text')
    if (text.length === 0) return false
    text.format(0, between(text, Math.min(size, text.length)), { bold: where > 0.5 ? true : null })
    return true
  },
  'set-key'(doc, { where, size }) {
    doc.getMap('map').set(`key ${Math.floor(where * 5)}`, { size, list: [where] })
    return true
  },
  'delete-key'(doc, { where }) {
    const key = `key ${Math.floor(where * 5)}`
    if (!doc.getMap('map').has(key)) return false
    doc.getMap('map').delete(key)
    return true
  },
  'insert-block'(doc, { where, size }) {
    const fragment = doc.getXmlFragment('prosemirror')
    const block = new Y.XmlElement('textblock')
    block.setAttribute('kind', 'paragraph')
    const content = new Y.XmlText()
    content.insert(0, 'block'.slice(0, size))
    block.insert(0, [content])
    fragment.insert(Math.floor(where * (fragment.length + 1)), [block])
    return true
  },
  'delete-block'(doc, { where }) {
    const fragment = doc.getXmlFragment('prosemirror')
    if (fragment.length === 0) return false
    fragment.delete(Math.floor(where * fragment.length), 1)
    return true
  },
  'type-in-block'(doc, { where, size }) {
    const fragment = doc.getXmlFragment('prosemirror')
    const block = fragment.length === 0 ? undefined : fragment.get(Math.floor(where * fragment.length))
    const content = block instanceof Y.XmlElement ? block.get(0) : undefined
    if (!(content instanceof Y.XmlText)) return false
    content.insert(between(content, where * (content.length + 1)), typed[size] ?? 'a')
    return true
  },
}

/**
 * A position that is not inside a surrogate pair. Yjs replaces the halves of a pair it has to split, at a moment that differs
 * between replicas, so that they end up different; editors never put a caret there.
 */
function between(text: Y.Text | Y.XmlText, position: number): number {
  const at = Math.floor(position)
  const units = contentOf(text)
  const code = units.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}

function contentOf(text: Y.Text | Y.XmlText): string {
  let units = ''
  for (const part of text.toDelta() as { insert: unknown }[]) {
    units += typeof part.insert === 'string' ? part.insert : ' '
  }
  return units
}
