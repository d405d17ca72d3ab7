// Builds the flat blocks of a document from what a reader of Markdown meets in order: a list opens, an item, some text.
// It keeps what is open around, so that each textblock knows its kind, its indent and whether it is quoted, by the same
// rules as pasted HTML (paste.ts). It never refuses: what is not closed is closed at the end, and what was never opened
// cannot be closed.

import { maxIndent } from '../attrs.ts'
import type { Attributes, MarkJSON, NodeJSON } from '../json.ts'
import { headersDecided, node, textblock } from './built-nodes.ts'
import { InlineRun } from './inline-run.ts'

/** Blocks that hold blocks, or rows, or cells. Lists and quotes begin anew in each. A cell's `header` may be 'either'. */
export type ContainerName = 'table' | 'table_row' | 'table_cell' | 'callout' | 'toggle'

/** Markdown is always balanced. The HTML in it need not be, and may close nothing that Markdown opened. */
export type Source = 'markdown' | 'html'

type Scope =
  | { readonly type: 'list'; readonly ordered: boolean }
  | { readonly type: 'item'; readonly ordered: boolean; checked: boolean | undefined; used: boolean }
  | { readonly type: 'quote' }
  /** An element without meaning of its own that says how the text in it stands. */
  | { readonly type: 'layout'; readonly attrs: Attributes }
type Item = Scope & { type: 'item' }
interface Container {
  readonly type: 'container'
  readonly name: ContainerName
  readonly attrs: Attributes
  readonly content: NodeJSON[]
}
type Open = (Scope | Container) & { readonly source: Source }

// Containers nest in each other without end only where someone wants to overflow a stack; deeper than this their
// content goes on in the one around.
const maxContainers = 20

export class DocumentBuilder {
  /** Who speaks at the moment. */
  source: Source = 'markdown'
  private readonly root: Container = { type: 'container', name: 'callout', attrs: {}, content: [] }
  private readonly open: Open[] = []
  private run: { attrs: Attributes; readonly inline: InlineRun } | undefined
  // What text goes on as after a block that stood among it.
  private rest: Attributes | undefined

  openList(ordered: boolean): void {
    this.push({ type: 'list', ordered })
  }

  openItem(checked?: boolean): void {
    // HTML may leave out the end tag of the item before.
    const nearest = this.around().findLast((open) => open.type === 'item' || open.type === 'list')
    if (this.source === 'html' && nearest?.type === 'item') this.close('item')
    const list = this.around().findLast((open) => open.type === 'list')
    this.push({ type: 'item', ordered: list?.ordered === true, checked, used: false })
  }

  openQuote(): void {
    this.push({ type: 'quote' })
  }

  openLayout(attrs: Attributes): void {
    this.push({ type: 'layout', attrs })
  }

  openContainer(name: ContainerName, attrs: Attributes = {}): void {
    const inner = this.container().name
    if (name === 'table_row' && inner !== 'table') return
    if (name === 'table_cell' && inner !== 'table_row') {
      if (inner !== 'table') return
      this.openContainer('table_row')
    }
    if (this.open.filter((open) => open.type === 'container').length >= maxContainers) return
    this.useItem()
    this.push({ type: 'container', name, attrs, content: [] })
  }

  /** Closes the innermost of this type, and what is open inside it. Outside its container nothing is closed. */
  close(type: Scope['type']): void {
    this.closeTo(
      this.find(
        (open) => open.type === type,
        (open) => open.type === 'container',
      ),
    )
  }

  /** As close; what belongs to an outer table stays open. */
  closeContainer(...names: ContainerName[]): void {
    const wanted = (open: Open): boolean => open.type === 'container' && names.includes(open.name)
    this.closeTo(this.find(wanted, (open) => open.type === 'container' && open.name === 'table'))
  }

  isIn(type: 'item' | 'quote'): boolean {
    return this.around().some((open) => open.type === type)
  }

  /** A checkbox was met: it makes a task of the item around if nothing else was read of that item yet. */
  markTask(checked: boolean): void {
    const item = this.around().findLast((open) => open.type === 'item')
    if (item === undefined || item.checked !== undefined) return
    if (item.used && this.run?.inline.isEmpty !== true) return
    item.checked = checked
    if (item.used && this.run) this.run.attrs = { ...this.run.attrs, ...kindOf(item) }
  }

  /** `attrs` are what the block says of itself, such as a heading's level. */
  openText(attrs: Attributes = {}): void {
    this.closeText()
    this.run = { attrs: this.attrsFor(attrs), inline: new InlineRun() }
  }

  /** Ends the text that is open and hands its content over instead of making a block of it. */
  takeText(): NodeJSON[] {
    const { run } = this
    this.run = undefined
    return run?.inline.finish() ?? []
  }

  closeText(): void {
    this.rest = undefined
    this.endRun(true)
  }

  text(text: string, mark?: MarkJSON): void {
    if (text !== '') this.inline().text(text, mark)
  }

  /** White space that is text only where text stands on both its sides. */
  space(): void {
    this.run?.inline.addSpace()
  }

  /** An inline node, such as a break. */
  node(node: NodeJSON): void {
    this.inline().node(node)
  }

  openMark(mark: MarkJSON): void {
    this.inline().openMark(mark)
  }

  closeMark(type: string): void {
    this.run?.inline.closeMark(type)
  }

  /** Would a picture met now stand in a line of text, and not be a block? */
  get isInline(): boolean {
    const inner = this.container().name
    return this.run !== undefined || inner === 'table_cell' || this.isIn('item') || this.isIn('quote')
  }

  /** A block that is no textblock. Where it stands among text, the text goes on after it. */
  block(node: NodeJSON): void {
    const rest = this.run ? { ...this.run.attrs, kind: 'paragraph' } : this.rest
    this.endRun(false)
    this.useItem()
    this.target().content.push(node)
    this.rest = rest
  }

  finish(): NodeJSON[] {
    this.closeText()
    this.closeTo(0)
    return this.root.content
  }

  private inline(): InlineRun {
    this.run ??= { attrs: this.rest ?? this.attrsFor(), inline: new InlineRun() }
    return this.run.inline
  }

  private endRun(evenEmpty: boolean): void {
    const { run } = this
    this.run = undefined
    const content = run?.inline.finish() ?? []
    if (run && (evenEmpty || content.length > 0)) this.target().content.push(textblock(run.attrs, content))
  }

  private push(opened: Scope | Container): void {
    this.closeText()
    this.open.push(Object.assign(opened, { source: this.source }))
  }

  private find(wanted: (open: Open) => boolean, ends: (open: Open) => boolean): number {
    for (let index = this.open.length - 1; index >= 0; index--) {
      const open = this.open[index]
      if (open === undefined) break
      if (open.source === this.source ? wanted(open) : false) return index
      if (this.source === 'html' && (open.source === 'markdown' || ends(open))) break
    }
    return -1
  }

  private closeTo(index: number): void {
    if (index === -1) return
    this.closeText()
    while (this.open.length > index) {
      const last = this.open.at(-1)
      // An item in which nothing was found was meant all the same.
      if (last?.type === 'item' && !last.used) this.target().content.push(textblock(this.attrsFor(), []))
      this.open.pop()
      if (last?.type === 'container') this.endContainer(last)
    }
  }

  private endContainer({ name, attrs, content }: Container): void {
    // A cell without a paragraph has no place for a caret.
    const isCell = name === 'table_cell'
    if (isCell && content.length === 0) content.push({ type: 'textblock' })
    if (name === 'table' && content.length === 0) return
    const within = isCell || name === 'table_row' ? this.container() : this.target()
    within.content.push(
      node(name, { attrs, content: name === 'table_row' ? headersDecided(content) : content }),
    )
  }

  private container(): Container {
    return this.open.findLast((open) => open.type === 'container') ?? this.root
  }

  // Where a block belongs. What stands in a table and in none of its cells comes before the table.
  private target(): Container {
    const container = this.open.findLast(
      (open) => open.type === 'container' && open.name !== 'table' && open.name !== 'table_row',
    )
    return container?.type === 'container' ? container : this.root
  }

  // What is open in the innermost container.
  private around(): Scope[] {
    const start = this.open.findLastIndex((open) => open.type === 'container')
    return this.open.slice(start + 1).filter((open) => open.type !== 'container')
  }

  private useItem(): void {
    const item = this.around().findLast((open) => open.type === 'item')
    if (item) item.used = true
  }

  private attrsFor(own: Attributes = {}): Attributes {
    const around = this.around()
    const attrs: Record<string, unknown> = {}
    for (const open of around) {
      if (open.type === 'layout') Object.assign(attrs, open.attrs)
      if (open.type === 'quote') attrs['quote'] = true
    }
    const item = around.findLast((open) => open.type === 'item')
    const depth = around.filter((open) => open.type === 'item').length
    const leads = item?.used === false
    this.useItem()
    const indent = Math.min(maxIndent, leads ? depth - 1 : depth)
    if (indent > 0) attrs['indent'] = indent
    return { ...attrs, ...(leads ? kindOf(item) : {}), ...own }
  }
}

function kindOf({ checked, ordered }: Item): Attributes {
  if (checked !== undefined) return checked ? { kind: 'task', checked } : { kind: 'task' }
  return { kind: ordered ? 'ordered' : 'bullet' }
}
