// Dragging blocks by their handle. A line shows where they will go: above or below the block under the pointer, by its
// middle. A list item goes to the level the pointer is at, as far as the item before it allows. (ProseMirror's own dropping
// decides by the text under the pointer, which for whole blocks is half a line off as often as not.)
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { maxIndent } from '@stet/document'
import { blockAttrs, isListItem, setBlockAttrs } from '../../state/blocks.ts'
import { moveTo } from './block-commands.ts'
import type { BlockRange } from './block-range.ts'
import { draggedIn, setDragged } from './dragged-blocks.ts'

export interface BlockDrag {
  /** `picture` is what is seen under the pointer. */
  begin(blocks: BlockRange, data: DataTransfer, picture: Element): void
  isDragging(): boolean
  end(): void
}

interface Target {
  /** Between which children of the document. */
  readonly index: number
  /** For list items. */
  readonly indent: number | undefined
}

// One level of a list, px; only how far the pointer has to go for a level, not how it is drawn.
const levelWidth = 24

export function createBlockDrag(view: EditorView, host: HTMLElement): BlockDrag {
  const line = host.ownerDocument.createElement('div')
  line.className = 'stet-drop-line'
  let target: Target | undefined

  function onOver(event: DragEvent): void {
    event.preventDefault()
    event.stopPropagation()
    const blocks = draggedIn(view.state)
    target = blocks && findTarget(view, blocks, event)
    show()
  }

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    event.stopPropagation()
    // Asked again: since the pointer moved somebody else's edit may have come in.
    const blocks = draggedIn(view.state)
    const place = blocks && findTarget(view, blocks, event)
    if (blocks && place) {
      view.dispatch(dropAt(view, blocks, place).setMeta('uiEvent', 'drop'))
      view.focus()
    }
    end()
  }

  function show(): void {
    const place = target && lineAt(view, target)
    if (!place) return line.remove()
    const frame = host.getBoundingClientRect()
    line.style.setProperty('top', `${Math.round(place.y - frame.top)}px`)
    line.style.setProperty('left', `${Math.round(place.left - frame.left)}px`)
    line.style.setProperty('width', `${Math.round(place.width)}px`)
    host.append(line)
  }

  function end(): void {
    if (!view.isDestroyed && draggedIn(view.state)) setDragged(view, undefined)
    target = undefined
    line.remove()
    host.removeEventListener('dragover', onOver, true)
    host.removeEventListener('drop', onDrop, true)
  }

  return {
    begin(blocks, data, picture) {
      setDragged(view, blocks)
      // For other programs, and other documents.
      const { dom, text } = view.serializeForClipboard(view.state.doc.slice(blocks.from, blocks.to))
      data.clearData()
      data.setData('text/html', dom.innerHTML)
      data.setData('text/plain', text)
      data.effectAllowed = 'copyMove'
      data.setDragImage(picture, 0, 0)
      host.addEventListener('dragover', onOver, true)
      host.addEventListener('drop', onDrop, true)
    },
    isDragging: () => draggedIn(view.state) !== undefined,
    end,
  }
}

function findTarget(
  view: EditorView,
  blocks: BlockRange,
  { clientX, clientY }: DragEvent,
): Target | undefined {
  const { doc } = view.state
  const elements = Array.from({ length: doc.childCount }, (_, index) => childElement(view, index))
  let index = elements.findIndex((element) => {
    const box = element?.getBoundingClientRect()
    return box !== undefined && clientY < (box.top + box.bottom) / 2
  })
  if (index < 0) index = doc.childCount
  if (index > blocks.first && index < blocks.end) return undefined
  const first = doc.child(blocks.first)
  const before = doc.maybeChild(index === blocks.end ? blocks.first - 1 : index - 1)
  if (!isListItem(first))
    return index === blocks.end || index === blocks.first ? undefined : { index, indent: undefined }
  const edge = view.dom.getBoundingClientRect()
  const isRightToLeft = getComputedStyle(view.dom).direction === 'rtl'
  const padding = Number.parseFloat(getComputedStyle(view.dom).paddingInlineStart) || 0
  const inside = (isRightToLeft ? edge.right - clientX : clientX - edge.left) - padding
  const allowed = isListItem(before) ? blockAttrs(before).indent + 1 : 0
  const indent = Math.max(0, Math.min(allowed, maxIndent, Math.floor(inside / levelWidth)))
  const stays = index === blocks.end || index === blocks.first
  return stays && indent === blockAttrs(first).indent ? undefined : { index, indent }
}

function dropAt(view: EditorView, blocks: BlockRange, { index, indent }: Target): Transaction {
  const { state } = view
  const stays = index === blocks.first || index === blocks.end
  const to = index >= state.doc.childCount ? state.doc.content.size : childPosition(state.doc, index)
  const tr = stays ? state.tr : moveTo(state, blocks, to)
  if (indent === undefined) return tr
  const change = indent - blockAttrs(state.doc.child(blocks.first)).indent
  let pos = stays ? blocks.from : tr.mapping.map(to, -1)
  for (let at = blocks.first; at < blocks.end; at += 1) {
    const node = tr.doc.nodeAt(pos)
    if (!node) break
    if (isListItem(node)) {
      setBlockAttrs(tr, pos, { indent: Math.max(0, Math.min(maxIndent, blockAttrs(node).indent + change)) })
    }
    pos += node.nodeSize
  }
  return tr
}

function lineAt(
  view: EditorView,
  { index, indent = 0 }: Target,
): { y: number; left: number; width: number } | undefined {
  const below = childElement(view, index)?.getBoundingClientRect()
  const above = index > 0 ? childElement(view, index - 1)?.getBoundingClientRect() : undefined
  const box = below ?? above
  if (!box) return undefined
  const y = below && above ? (above.bottom + below.top) / 2 : below ? below.top - 2 : box.bottom + 2
  const shift = indent * levelWidth
  return { y, left: box.left + shift, width: box.width - shift }
}

function childElement(view: EditorView, index: number): HTMLElement | undefined {
  const { doc } = view.state
  if (index < 0 || index >= doc.childCount) return undefined
  const dom = view.nodeDOM(childPosition(doc, index))
  return dom instanceof HTMLElement ? dom : undefined
}

function childPosition(doc: Node, index: number): number {
  let pos = 0
  for (let at = 0; at < index; at += 1) pos += doc.child(at).nodeSize
  return pos
}
