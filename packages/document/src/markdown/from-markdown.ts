// Markdown -> document. Runs in Node and in a browser, without a DOM. Whatever the text, a document comes out that
// holds all of it: what is no Markdown we know is text.

import type { Token } from 'markdown-it'

import { readLanguage } from '../attrs.ts'
import { readAlign } from '../cell-attrs.ts'
import type { Attributes, DocumentJSON, NodeJSON } from '../json.ts'
import { node } from './built-nodes.ts'
import { DocumentBuilder } from './document-builder.ts'
import { imageIn, linkTo } from './inline-html.ts'
import { createMarkdownParser } from './markdown-syntax.ts'
import type { CalloutMeta, TaskMeta } from './markdown-syntax.ts'
import { HTMLReader } from './read-html.ts'

/** UTF-16 units: many times the longest book, and read in some seconds. */
export const maxMarkdownLength = 8_388_608

// Made when first needed: a page that never reads Markdown should not pay for it.
let parser: ReturnType<typeof createMarkdownParser> | undefined

/** Throws a RangeError when the text is longer than `maxMarkdownLength`. */
export function fromMarkdown(markdown: string): DocumentJSON {
  if (markdown.length > maxMarkdownLength) {
    throw new RangeError(
      `This Markdown is ${markdown.length} characters long; at most ${maxMarkdownLength} can be read. Split it.`,
    )
  }
  parser ??= createMarkdownParser()
  const builder = new DocumentBuilder()
  const reading = { builder, html: new HTMLReader(builder) }
  // A byte order mark is no text.
  const tokens = parser.parse(markdown.replace(/^\uFEFF/, ''), {})
  for (const [index, token] of tokens.entries()) readBlock(token, { ...reading, next: tokens[index + 1] })
  return { type: 'doc', content: builder.finish() }
}

interface Reading {
  readonly builder: DocumentBuilder
  readonly html: HTMLReader
}

function readBlock(
  token: Token,
  { builder, html, next }: Reading & { readonly next: Token | undefined },
): void {
  switch (token.type) {
    case 'paragraph_open': {
      const figure = builder.isIn('item') || builder.isIn('quote') ? undefined : figureIn(next)
      if (figure === undefined) return builder.openText()
      next?.children?.splice(0)
      return builder.block(figure)
    }
    case 'heading_open':
      return builder.openText({ kind: 'heading', level: Number(token.tag.slice(1)) })
    case 'inline':
      for (const child of token.children ?? []) readInline(child, { builder, html })
      return html.endInline()
    case 'paragraph_close':
    case 'heading_close':
      return builder.closeText()
    case 'bullet_list_open':
    case 'ordered_list_open':
      return builder.openList(token.type === 'ordered_list_open')
    case 'bullet_list_close':
    case 'ordered_list_close':
      return builder.close('list')
    case 'list_item_open':
      return builder.openItem((token.meta as TaskMeta | null)?.checked)
    case 'list_item_close':
      return builder.close('item')
    case 'blockquote_open': {
      const kind = (token.meta as CalloutMeta | null)?.callout
      return kind === undefined ? builder.openQuote() : builder.openContainer('callout', { kind })
    }
    case 'blockquote_close':
      return (token.meta as CalloutMeta | null)?.callout === undefined
        ? builder.close('quote')
        : builder.closeContainer('callout')
    case 'fence':
    case 'code_block':
      return builder.block(codeBlock(token))
    case 'math_block':
      return builder.block(textIn('math_block', token.content))
    case 'hr':
      return builder.block({ type: 'divider' })
    case 'html_block':
      return html.block(token.content)
    case 'table_open':
      return builder.openContainer('table')
    case 'table_close':
      return builder.closeContainer('table')
    case 'tr_open':
      return builder.openContainer('table_row')
    case 'tr_close':
      return builder.closeContainer('table_row')
    case 'th_open':
    case 'td_open':
      return builder.openContainer('table_cell', cellAttrs(token))
    case 'th_close':
    case 'td_close':
      return builder.closeContainer('table_cell')
  }
}

function readInline(token: Token, { builder, html }: Reading): void {
  if (token.type === 'html_inline') return html.inline(token.content)
  if (html.isSilent) return
  switch (token.type) {
    case 'text':
      return builder.text(token.content)
    case 'softbreak':
      return builder.space()
    case 'hardbreak':
      return builder.node({ type: 'hard_break' })
    case 'code_inline':
      return builder.text(token.content, { type: 'code' })
    case 'math_inline':
      return builder.node(node('math_inline', { attrs: { tex: token.content } }))
    case 'image': {
      const image = imageOf(token)
      return image === undefined ? builder.text(token.content) : builder.node(node('image', { attrs: image }))
    }
    case 'strong_open':
      return builder.openMark({ type: 'bold' })
    case 'strong_close':
      return builder.closeMark('bold')
    case 'em_open':
      return builder.openMark({ type: 'italic' })
    case 'em_close':
      return builder.closeMark('italic')
    case 's_open':
      return builder.openMark({ type: 'strike' })
    case 's_close':
      return builder.closeMark('strike')
    case 'link_open': {
      const link = linkTo(token.attrGet('href'), token.attrGet('title'))
      return link && builder.openMark(link)
    }
    case 'link_close':
      return builder.closeMark('link')
  }
}

// A paragraph that is one picture is a figure.
function figureIn(inline: Token | undefined): NodeJSON | undefined {
  const [only, more] = inline?.children ?? []
  const image = only?.type === 'image' && more === undefined ? imageOf(only) : undefined
  return image && node('figure', { attrs: image })
}

function imageOf(token: Token): Attributes | undefined {
  return imageIn(
    new Map([
      ['src', written(token, 'src')],
      ['alt', plainText(token.children ?? [])],
      ['title', written(token, 'title')],
    ]),
  )
}

function written(token: Token, attribute: string): string {
  return String(token.attrGet(attribute) ?? '')
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
      if (token.type === 'html_inline') return ''
      return token.children ? plainText(token.children) : token.content
    })
    .join('')
}

function codeBlock(token: Token): NodeJSON {
  const info = token.info.trim().split(/\s+/)[0] ?? ''
  const text = token.content.replace(/\n$/, '')
  if (info.toLowerCase() === 'math') return textIn('math_block', text)
  const language = readLanguage(info)
  return textIn('code_block', text, language === null ? {} : { language })
}

function textIn(...[type, text, attrs = {}]: [type: string, text: string, attrs?: Attributes]): NodeJSON {
  return node(type, { attrs, content: text === '' ? [] : [{ type: 'text', text }] })
}

function cellAttrs(token: Token): Attributes {
  const align = readAlign(/text-align:(\w+)/.exec(written(token, 'style'))?.[1])
  return { ...(align === null ? {} : { align }), ...(token.tag === 'th' ? { header: 'column' } : {}) }
}
