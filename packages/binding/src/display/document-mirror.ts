// The shared fragment as a ProseMirror document, kept up to date change by change. A remote character costs the block it
// stands in, not the document.
//
// The editor may show less than is shared: changes wait for the next frame, and those in the text that is being composed
// wait for the composition. What it lacks are the `waiting` steps. What must hold:
// 1. `shown`, then `waiting`, is the document that the fragment shows (`shared`).
// 2. The mapping holds, for every live type, the node object that stands in `shared`.

import type { Node } from 'prosemirror-model'
import { Fragment } from 'prosemirror-model'
import { Transaction } from 'prosemirror-state'
import type { EditorState } from 'prosemirror-state'
import { Transform } from 'prosemirror-transform'
import type { Step, StepMap } from 'prosemirror-transform'
import * as Y from 'yjs'
import { carryRest } from '../adaptive/adaptive-rest.ts'
import type { SharedChild } from '../adaptive/adaptive-json.ts'
import { coarseMaps, onlyChangedChild } from './changed-range.ts'
import { carryOffsets, childOffsets } from './child-offsets.ts'
import { HeldBlock } from './held-block.ts'
import type { FollowedChange } from './held-block.ts'
import { movedNodes } from '../write/moved-nodes.ts'
import type { WrittenChange } from '../moves/kept-text.ts'
import { patchContent, patchNode } from './patch.ts'
import { adoptDocument, forgetChanged, projectElement, projectFragment, sharedTypes } from '../projection.ts'
import type { Mapping } from '../projection.ts'
import { rebaseSteps } from './rebase.ts'
import { alignChildren, topmost } from './root-children.ts'
import type { RootChildren } from './root-children.ts'
import { onlyTextEvent, textSteps } from './text-changes.ts'
import { writeFragment } from '../write/write.ts'

export type SharedEvents = readonly Y.YEvent<Y.AbstractType<unknown>>[]

export class DocumentMirror {
  readonly type: Y.XmlFragment
  readonly mapping: Mapping
  /** Where a remembered position is, since the text around it was moved (see relocation.ts). */
  follow: (position: Y.RelativePosition, left?: Y.ID | null) => Y.RelativePosition = (position) => position
  #shown: Node | null = null
  #waiting: Transform | null = null
  /** The state on which `waiting`, if it is a Transaction, was begun. */
  #begunFor: EditorState | null = null
  #children: RootChildren | null = null
  #held: HeldBlock | null = null
  /** Blocks that changed since `catchUp`; null when their order may have changed too. */
  #changed: Set<SharedChild> | null = null

  constructor(type: Y.XmlFragment, mapping: Mapping) {
    this.type = type
    this.mapping = mapping
  }

  /** The editor's document, as far as its changes are written. null before the first one. */
  get shown(): Node | null {
    return this.#shown
  }

  /** What the fragment shows. */
  get shared(): Node | null {
    return this.#waiting?.doc ?? this.#shown
  }

  get waiting(): readonly Step[] {
    return this.#waiting?.steps ?? []
  }

  /** The types behind the blocks of `shared`; null when they do not stand one for one. */
  get children(): RootChildren | null {
    return this.#changed?.size === 0 ? this.#children : null
  }

  /** A position in `shared`, where it is in `shown`. */
  toShown(position: number): number {
    return this.#waiting === null ? position : this.#waiting.mapping.invert().map(position)
  }

  /** A position in `shown`, where it is in `shared`. */
  toShared(position: number): number {
    return this.#waiting === null ? position : this.#waiting.mapping.map(position)
  }

  /** Text is composed at this place of what is shown: the others' changes to its block will wait. */
  hold(position: number): void {
    if (this.#waiting !== null || this.#shown === null) return
    if (this.#held?.isAt(this.#shown, position) !== true) this.#held = HeldBlock.at(this, position)
  }

  /** The fragment changed by somebody else's doing. */
  note(transaction: Y.Transaction): void {
    forgetChanged(transaction, this.mapping)
    for (const type of transaction.changed.keys()) {
      if (this.#changed === null) return
      if ((type as unknown) === this.type) this.#changed = null
      else {
        const block = topmost(this.type, type)
        if (block !== null) this.#changed.add(block)
      }
    }
  }

  /**
   * Adds what changed to `waiting`. `state` is the editor's; `events` are Yjs's, while it reports them. Throws
   * UnknownContentError when the schema cannot show it.
   */
  catchUp(state: EditorState, events: SharedEvents = []): void {
    this.#shown ??= state.doc
    const tr = this.#waiting ?? this.#begin(state, this.#shown)
    if (this.#changed === null || this.#children === null || !this.#patchBlocks(tr, this.#changed, events)) {
      this.#patchAll(tr)
    }
    this.#changed = new Set()
    this.#waiting = tr.steps.length === 0 ? null : tr
  }

  /** A transaction on `state` with these steps of `waiting`, or with all of them. */
  show(state: EditorState, steps: readonly Step[] = this.waiting): Transaction {
    const waiting = this.#waiting
    // Nothing happened since it was begun: the very nodes that the mapping holds come into the editor.
    const isCurrent = waiting instanceof Transaction && this.#begunFor === state
    if (steps === waiting?.steps && isCurrent) return waiting
    const { tr } = state
    for (const step of steps) tr.step(step)
    return tr
  }

  /** The editor shows the document of `tr`, and `later` still waits. */
  showed({ doc, mapping }: Transform, later: readonly Step[]): void {
    const { shared } = this
    this.#shown = doc
    if (later.length === 0) this.#held = null
    this.#held?.map(mapping)
    this.#waiting = null
    if (later.length > 0) {
      this.#waiting = new Transform(doc)
      for (const step of later) this.#waiting.step(step)
    }
    if (shared !== null) this.#adopt(shared)
  }

  /** Writes the editor's changes. Call within a transaction. */
  write({ doc, maps, transaction }: LocalDocument): WrittenChange {
    const before = this.shared
    const { waiting } = this
    if (waiting.length > 0 && this.#held !== null && this.#shown !== null) {
      const followed = this.#held.follow(this, this.#shown, doc)
      if (followed !== null) return this.#writeFollowed(this.#held, doc, followed)
    }
    this.#held = null
    const tr = new Transform(doc)
    const changes = maps ?? coarseMaps(this.#shown ?? doc, doc)
    const back = waiting.map((step) => step.getMap().invert()).toReversed()
    if (waiting.length > 0) rebaseSteps(waiting, changes, tr)
    if (before === null || !this.#writeBlock(before, tr.doc)) {
      writeFragment(this.type, tr.doc, { mapping: this.mapping, wasMoved: movedNodes(this.#shown, maps) })
    }
    this.#shown = doc
    this.#waiting = tr.steps.length === 0 ? null : tr
    if ((transaction.changed as ReadonlyMap<unknown, unknown>).has(this.type)) {
      this.#children = alignChildren(sharedTypes(this.type), tr.doc, this.mapping)
    }
    const all = [...back, ...changes, ...tr.mapping.maps]
    return { fragment: this.type, before: before ?? tr.doc, after: tr.doc, maps: all }
  }

  /** Nothing is known any more: the next `catchUp` reads the whole fragment. */
  forget(): void {
    this.mapping.clear()
    this.#shown = null
    this.#waiting = null
    this.#held = null
    this.#changed = null
  }

  #writeFollowed(held: HeldBlock, doc: Node, followed: FollowedChange): WrittenChange {
    const { tr } = followed
    const { before, doc: after } = tr
    if (!this.#writeBlock(before, after)) {
      writeFragment(this.type, after, { mapping: this.mapping, wasMoved: () => false })
    }
    const waiting = new Transform(doc)
    patchContent(waiting, after.content)
    this.#shown = doc
    this.#waiting = waiting.steps.length === 0 ? null : waiting
    this.#adopt(after)
    held.written(this, followed, doc)
    return { fragment: this.type, before, after, maps: tr.mapping.maps }
  }

  /** The mapping holds the nodes of `document`, which is what the fragment shows; steps make new objects around what they change. */
  #adopt(document: Node): void {
    const { shared } = this
    if (shared === null || shared === document) return
    const types = this.#children?.types ?? sharedTypes(this.type)
    adoptDocument({ types, content: document.content }, shared, this.mapping)
  }

  #begin(state: EditorState, shown: Node): Transform {
    this.#begunFor = state
    return state.doc === shown ? state.tr : new Transform(shown)
  }

  /** The types changed their order or number, or nothing is known of them. */
  #patchAll(tr: Transform): void {
    const projection = projectFragment(this.type, tr.doc.type.schema, this.mapping)
    patchContent(tr, projection.content)
    adoptDocument(projection, tr.doc, this.mapping)
    this.#children = alignChildren(projection.types, tr.doc, this.mapping)
  }

  /** False when a block became a node of another type: what may stand beside it must be asked anew. */
  #patchBlocks(tr: Transform, changed: ReadonlySet<SharedChild>, events: SharedEvents): boolean {
    for (const type of changed) {
      const index = this.#children?.indexOf(type) ?? -1
      const before = tr.doc.maybeChild(index)
      if (!(type instanceof Y.XmlElement) || before === null) return false
      const after = projectElement(type, tr.doc.type.schema, this.mapping)
      if (after.type !== before.type) return false
      const { doc } = tr
      const position = childOffsets(doc)[index] ?? 0
      patchBlock({ tr, position, index, after, event: onlyTextEvent(type, events) })
      carryOffsets(doc, tr.doc, index)
      this.#adoptBlock(type, after, tr.doc.child(index))
    }
    return true
  }

  /** A key changes one block of thousands. False when the change is another: then all of them are compared. */
  #writeBlock(before: Node, after: Node): boolean {
    const index = onlyChangedChild(before, after)
    const element = this.children?.types[index]
    const [old, node] = [before.maybeChild(index), after.maybeChild(index)]
    if (old === null || node === null || !(element instanceof Y.XmlElement)) return false
    const isPlain = old.isTextblock && old.sameMarkup(node) && node.type.name === element.nodeName
    if (!isPlain || this.mapping.get(element) !== old) return false
    writeFragment(element, node, { mapping: this.mapping, wasMoved: () => false })
    carryOffsets(before, after, index)
    carryRest(old, node)
    this.mapping.set(this.type, after)
    return true
  }

  #adoptBlock(type: Y.XmlElement, projected: Node, node: Node): void {
    if (projected === node) return
    const parent = node.type.schema.topNodeType.create(null, node)
    adoptDocument({ types: [type], content: Fragment.from(projected) }, parent, this.mapping)
  }
}

interface LocalDocument {
  readonly doc: Node
  /** They lead from `shown` to `doc`; null when that is not known. */
  readonly maps: readonly StepMap[] | null
  readonly transaction: Y.Transaction
}

interface BlockPatch {
  readonly tr: Transform
  readonly position: number
  readonly index: number
  readonly after: Node
  readonly event: Y.YTextEvent | null
}

/** First where Yjs says that the text changed; then whatever still differs. */
function patchBlock({ tr, position, index, after, event }: BlockPatch): void {
  const before = tr.doc.child(index)
  const steps = event === null ? null : textSteps(event, { position, before, after })
  for (const step of steps ?? []) {
    if (tr.maybeStep(step).failed !== null) break
  }
  try {
    patchNode({ tr, position, before: tr.doc.child(index), after })
  } catch {
    // See patchContent.
    patchContent(tr, tr.doc.content.replaceChild(index, after))
  }
}
