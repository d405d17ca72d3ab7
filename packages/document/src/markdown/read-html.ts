// The HTML that stands in Markdown: what GitHub shows of it, and what our own writer uses where Markdown has no words
// (underline, highlight, tables with merged cells). A tag we do not know is passed over and its text stays.

import { readCalloutAttrs } from '../containers.ts'
import type { Attributes } from '../json.ts'
import { node } from './built-nodes.ts'
import type { DocumentBuilder } from './document-builder.ts'
import { cellAttrs, languageOf, standing } from './html-attrs.ts'
import { blockTags, htmlPieces } from './html-tags.ts'
import type { HTMLPiece } from './html-tags.ts'
import { imageIn, inlineNodeOf, markOf, markTypeOf } from './inline-html.ts'
import { RawText } from './raw-text.ts'

type Tag = HTMLPiece & { type: 'open' }

/** What a `<div>` or `<span>` turned out to be, so that its end tag can be understood. */
type Meaning = 'plain' | 'layout' | 'callout' | 'text_color' | 'silent'

export class HTMLReader {
  private readonly builder: DocumentBuilder
  private readonly divs: Meaning[] = []
  private spans: Meaning[] = []
  // How many of the open ones are silent.
  private silent = 0
  private raw: RawText | undefined
  private inSummary = false
  private figure: { image: Attributes | undefined } | undefined

  constructor(builder: DocumentBuilder) {
    this.builder = builder
  }

  /** Inside an element whose content another node already holds: a mention's name, a formula. */
  get isSilent(): boolean {
    return this.silent > 0
  }

  /** A paragraph of Markdown ends: nothing in it reaches beyond it. */
  endInline(): void {
    this.silent -= this.spans.filter((meaning) => meaning === 'silent').length
    this.spans = []
  }

  /** HTML between blocks of Markdown. It need not be balanced: the rest may come in a later piece. */
  block(html: string): void {
    this.builder.source = 'html'
    for (const piece of htmlPieces(html)) {
      if (this.raw) {
        if (!this.raw.read(piece)) this.endRaw(this.raw)
      } else if (piece.type === 'text') this.text(piece.text)
      else if (piece.type === 'open') {
        if (!this.openInline(piece)) this.open(piece)
      } else if (!this.closeInline(piece.tag)) this.close(piece.tag)
    }
    if (this.raw) this.endRaw(this.raw)
    // Text that is still open is complete: a line of Markdown that follows is a paragraph of its own.
    if (this.figure === undefined) this.builder.closeText()
    this.builder.source = 'markdown'
  }

  /** One tag inside a paragraph of Markdown. */
  inline(html: string): void {
    for (const piece of htmlPieces(html)) {
      if (piece.type === 'text') this.builder.text(piece.text)
      else if (piece.type === 'open') this.openInline(piece)
      else this.closeInline(piece.tag)
    }
  }

  private text(written: string): void {
    if (this.isSilent) return
    // Not trim(): other white space, such as a no-break space, is text.
    const text = written.replace(/[ \t\r\n\f]+/g, ' ')
    if (text.startsWith(' ')) this.builder.space()
    this.builder.text(text.replace(/^ | $/g, ''))
    if (text.endsWith(' ')) this.builder.space()
  }

  private openInline(tag: Tag): boolean {
    if (tag.tag === 'span') {
      const found = inlineNodeOf(tag.attributes)
      const mark = markOf(tag)
      if (found) this.builder.node(found)
      else if (mark) this.builder.openMark(mark)
      this.spans.push(found ? 'silent' : mark ? 'text_color' : 'plain')
      if (found) this.silent += 1
      return true
    }
    if (this.isSilent) return markTypeOf(tag.tag) !== undefined
    if (markTypeOf(tag.tag) !== undefined) {
      const mark = markOf(tag)
      if (mark) this.builder.openMark(mark)
      return true
    }
    if (tag.tag === 'br') {
      this.builder.node({ type: 'hard_break' })
      return true
    }
    if (tag.tag === 'input') {
      if (tag.attributes.get('type')?.toLowerCase() === 'checkbox')
        this.builder.markTask(tag.attributes.has('checked'))
      return true
    }
    if (tag.tag !== 'img') return false
    this.image(tag)
    return true
  }

  private image(tag: Tag): void {
    const image = imageIn(tag.attributes)
    if (image === undefined) this.builder.text(tag.attributes.get('alt') ?? '')
    else if (this.figure && this.figure.image === undefined) this.figure.image = image
    else if (this.figure || this.inSummary || this.builder.isInline) {
      this.builder.node(node('image', { attrs: image }))
    } else this.builder.block(node('figure', { attrs: image }))
  }

  private closeInline(tag: string): boolean {
    if (tag === 'span') {
      const meaning = this.spans.pop()
      if (meaning === 'text_color') this.builder.closeMark('text_color')
      if (meaning === 'silent') this.silent -= 1
      return true
    }
    const mark = markTypeOf(tag)
    if (mark === undefined) return false
    if (!this.isSilent) this.builder.closeMark(mark)
    return true
  }

  private open({ tag, attributes }: Tag): void {
    if (this.isSilent && tag !== 'div') return
    switch (tag) {
      case 'p':
      case 'dt':
      case 'dd':
        return this.builder.openText(standing(attributes))
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return this.builder.openText({
          ...standing(attributes),
          kind: 'heading',
          level: Number(tag.slice(1)),
        })
      case 'ul':
      case 'ol':
        return this.builder.openList(tag === 'ol')
      case 'li':
        return this.builder.openItem()
      case 'blockquote':
        return this.builder.openQuote()
      case 'hr':
        return this.builder.block({ type: 'divider' })
      case 'pre':
        this.raw = new RawText('code_block', { tag, language: languageOf(attributes) })
        return
      case 'table':
        return this.builder.openContainer('table')
      case 'tr':
        this.builder.closeContainer('table_row')
        return this.builder.openContainer('table_row')
      case 'td':
      case 'th':
        this.builder.closeContainer('table_cell')
        return this.builder.openContainer('table_cell', cellAttrs(tag, attributes))
      case 'details':
        return this.builder.openContainer('toggle')
      case 'figure':
        this.builder.closeText()
        this.figure = { image: undefined }
        return
      case 'div':
        return this.openDiv(attributes)
      default:
        if (!blockTags.has(tag)) return
        this.builder.closeText()
        if (tag === 'summary') this.inSummary = true
    }
  }

  private openDiv(attributes: ReadonlyMap<string, string>): void {
    this.builder.closeText()
    if (this.isSilent) {
      this.divs.push('plain')
      return
    }
    const layout = standing(attributes)
    const names = (attributes.get('class') ?? '').split(/\s+/)
    if (names.includes('stet-math-block')) {
      this.raw = new RawText('math_block', { tag: 'div', language: null })
    } else if (names.includes('stet-embed')) {
      const title = attributes.get('data-title')
      const attrs = { href: attributes.get('data-href') ?? '', ...(title === undefined ? {} : { title }) }
      this.builder.block(node('embed', { attrs }))
      this.divs.push('silent')
      this.silent += 1
    } else if (attributes.has('data-callout')) {
      const { kind, emoji } = readCalloutAttrs({
        kind: attributes.get('data-callout'),
        emoji: attributes.get('data-emoji'),
      })
      this.builder.openContainer('callout', { kind, ...(emoji === null ? {} : { emoji }) })
      this.divs.push('callout')
    } else if (Object.keys(layout).length > 0) {
      this.builder.openLayout(layout)
      this.divs.push('layout')
    } else this.divs.push('plain')
  }

  private close(tag: string): void {
    if (tag === 'summary' || tag === 'details') this.inSummary = false
    switch (tag) {
      case 'div':
        return this.closeDiv()
      case 'ul':
      case 'ol':
        return this.builder.close('list')
      case 'li':
        return this.builder.close('item')
      case 'blockquote':
        return this.builder.close('quote')
      case 'table':
        return this.builder.closeContainer('table')
      case 'tr':
        return this.builder.closeContainer('table_row')
      case 'td':
      case 'th':
        return this.builder.closeContainer('table_cell')
      case 'details':
        return this.builder.closeContainer('toggle')
      case 'figure':
        return this.closeFigure()
      case 'figcaption':
        return
      default:
        if (blockTags.has(tag) || tag === 'p' || /^h[1-6]$/.test(tag)) this.builder.closeText()
    }
  }

  private closeDiv(): void {
    const meaning = this.divs.pop()
    if (meaning === 'silent') this.silent -= 1
    this.builder.closeText()
    if (meaning === 'layout') this.builder.close('layout')
    if (meaning === 'callout') this.builder.closeContainer('callout')
  }

  private closeFigure(): void {
    const image = this.figure?.image
    this.figure = undefined
    if (image === undefined) return this.builder.closeText()
    const content = this.builder.takeText()
    this.builder.block(node('figure', { attrs: image, content }))
  }

  private endRaw(raw: RawText): void {
    this.raw = undefined
    this.builder.block(raw.node())
  }
}
