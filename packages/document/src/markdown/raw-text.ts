// Text in HTML of which every character counts: code and formulas.

import type { NodeJSON } from '../json.ts'
import { node } from './built-nodes.ts'
import { languageOf } from './html-attrs.ts'
import type { HTMLPiece } from './html-tags.ts'

export class RawText {
  private readonly type: 'code_block' | 'math_block'
  private readonly tag: string
  private language: string | null
  private text = ''
  /** Nothing was read of it yet. */
  private fresh = true

  constructor(
    type: 'code_block' | 'math_block',
    { tag, language }: { readonly tag: string; readonly language: string | null },
  ) {
    this.type = type
    this.tag = tag
    this.language = language
  }

  /** False at its end tag. */
  read(piece: HTMLPiece): boolean {
    // A line feed right after <pre> belongs to the tag.
    if (piece.type === 'text') this.text += this.fresh ? piece.text.replace(/^\n/, '') : piece.text
    else if (piece.type === 'open') {
      if (piece.tag === 'br') this.text += '\n'
      if (piece.tag === 'code') this.language = languageOf(piece.attributes) ?? this.language
    } else if (piece.tag === this.tag) return false
    this.fresh = false
    return true
  }

  node(): NodeJSON {
    // The last line feed in a <pre> shows as nothing.
    const text = this.type === 'code_block' ? this.text.replace(/\n$/, '') : this.text
    const content = text === '' ? [] : [{ type: 'text', text }]
    return node(this.type, { attrs: this.language === null ? {} : { language: this.language }, content })
  }
}
