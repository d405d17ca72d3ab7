// Stand-ins for content this version does not know. @stet/binding knows them by these names: it shows one in the place of
// whatever an editor of a newer version wrote, and the stored original is never rewritten. documentFromYjs makes them too.
// They carry the original as JSON, which is also how it goes through the clipboard.

import type { MarkSpec, NodeSpec } from 'prosemirror-model'

import { faultIn } from './json-shape.ts'
import type { PastedElement } from './pasted-element.ts'

const attrs = { name: { default: '' }, json: { default: null } }

// Before a rule that takes any div or span.
const priority = 80

const nameAttribute = 'data-stet-unsupported'
const markAttribute = 'data-stet-unsupported-mark'
const jsonAttribute = 'data-stet-json'

const unsupported: NodeSpec = {
  group: 'block',
  atom: true,
  isolating: true,
  attrs,
  parseDOM: [{ tag: `div[${nameAttribute}]`, priority, getAttrs: readStandIn }],
  toDOM: (node) => ['div', domAttributes(node.attrs), label(node.attrs['name'])],
}

const unsupportedInline: NodeSpec = {
  ...unsupported,
  inline: true,
  group: 'inline',
  parseDOM: [{ tag: `span[${nameAttribute}]`, priority, getAttrs: readStandIn }],
  toDOM: (node) => ['span', domAttributes(node.attrs), label(node.attrs['name'])],
}

export const unsupportedNodes = { unsupported, unsupported_inline: unsupportedInline } satisfies Record<
  string,
  NodeSpec
>

/** Several may lie on one text. */
export const unsupportedMark: MarkSpec = {
  attrs,
  excludes: '',
  inclusive: false,
  parseDOM: [{ tag: `span[${markAttribute}]`, priority, getAttrs: readStandInMark }],
  toDOM: ({ attrs }) => [
    'span',
    { class: 'stet-unsupported-mark', [markAttribute]: nameOf(attrs), [jsonAttribute]: jsonOf(attrs) },
    0,
  ],
}

/** The name as people read it; null when it is none: anybody may have stored anything there. */
export function unsupportedName(name: unknown): string | null {
  return typeof name === 'string' && /^[\w-]{1,40}$/.test(name) ? name.replaceAll('_', ' ') : null
}

function label(stored: unknown): string {
  const name = unsupportedName(stored)
  return name === null ? 'Unsupported content' : `Unsupported content: ${name}`
}

function domAttributes(stored: Readonly<Record<string, unknown>>): Record<string, string> {
  return { class: 'stet-unsupported', [nameAttribute]: nameOf(stored), [jsonAttribute]: jsonOf(stored) }
}

function nameOf({ name }: Readonly<Record<string, unknown>>): string {
  return typeof name === 'string' ? name : ''
}

function jsonOf({ json }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(json ?? null)
}

interface StandInAttrs {
  readonly name: string
  readonly json: unknown
}

function readStandIn(element: PastedElement): StandInAttrs | false {
  const json = readJSON(element)
  return faultIn(json, 'json') === undefined ? { name: (json as { type: string }).type, json } : false
}

function readStandInMark(element: PastedElement): StandInAttrs | false {
  const json = readJSON(element)
  return faultIn({ type: 'mark', marks: [json] }, 'json') === undefined
    ? { name: (json as { type: string }).type, json }
    : false
}

function readJSON(element: PastedElement): unknown {
  try {
    return JSON.parse(element.getAttribute(jsonAttribute) ?? 'null') as unknown
  } catch {
    return null
  }
}
