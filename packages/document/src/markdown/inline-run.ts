// The text of one block while it is read: pieces with the marks that are open around them.

import { joinTexts } from '../json.ts'
import type { MarkJSON, NodeJSON } from '../json.ts'
import { schema } from '../schema.ts'

const markOrder = Object.keys(schema.marks)

// There are fewer kinds of marks; tags that open the same one again and again would cost more with each.
const maxMarks = 50

export class InlineRun {
  private readonly nodes: NodeJSON[] = []
  private marks: readonly MarkJSON[] = []
  // White space that counts only if something follows on the line, with the marks it stood in.
  private space: readonly MarkJSON[] | undefined

  text(text: string, mark?: MarkJSON): void {
    this.node({ type: 'text', text }, mark)
  }

  node(node: NodeJSON, mark?: MarkJSON): void {
    if (this.space && node.type !== 'hard_break') this.push({ type: 'text', text: ' ' }, this.space)
    this.space = undefined
    this.push(node, mark ? [...this.marks, mark] : this.marks)
  }

  /** A line's end or other white space between what was said and what may follow. */
  addSpace(): void {
    if (!this.atLineStart) this.space ??= this.marks
  }

  private push(node: NodeJSON, open: readonly MarkJSON[]): void {
    const marks = marksOf(open)
    this.nodes.push(marks.length === 0 ? node : { ...node, marks })
  }

  openMark(mark: MarkJSON): void {
    if (this.marks.length < maxMarks) this.marks = [...this.marks, mark]
  }

  closeMark(type: string): void {
    const at = this.marks.findLastIndex((mark) => mark.type === type)
    if (at !== -1) this.marks = this.marks.toSpliced(at, 1)
  }

  get isEmpty(): boolean {
    return this.nodes.every((node) => node.text?.trim() === '')
  }

  private get atLineStart(): boolean {
    const last = this.nodes.at(-1)
    return last === undefined || last.type === 'hard_break'
  }

  /** The content. A break at the end only holds the line open, as in HTML. */
  finish(): NodeJSON[] {
    if (this.nodes.at(-1)?.type === 'hard_break') this.nodes.pop()
    return joinTexts(this.nodes)
  }
}

// Each type once, the innermost of them, in the schema's order.
function marksOf(open: readonly MarkJSON[]): MarkJSON[] {
  if (open.length < 2) return [...open]
  const byType = new Map(open.map((mark) => [mark.type, mark]))
  // Both at once is not possible, and the inner one was meant.
  const last = open.findLast(({ type }) => type === 'subscript' || type === 'superscript')
  return [...byType.values()]
    .filter(({ type }) => last === undefined || type === last.type || !/^(?:sub|super)script$/.test(type))
    .sort((one, other) => markOrder.indexOf(one.type) - markOrder.indexOf(other.type))
}
