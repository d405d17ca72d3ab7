// What is measured: one editor over one document. Every subject can do the same few things, each in its own way, so that a
// scenario does not know which one it drives.
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'

export const subjectNames = ['bare', 'plain', 'plain-lazy', 'stock', 'stet', 'stet-lazy'] as const

/**
 * `bare`: a contenteditable without any library. `plain`: ProseMirror without collaboration. `stock`: y-prosemirror 1.3.7.
 * `stet`: this package. `…-lazy`: the same, and blocks out of sight are neither laid out nor painted.
 */
export type SubjectName = (typeof subjectNames)[number]

/** One character that somebody else typed: for Yjs an update, for the others where it goes. */
export interface RemoteCharacter {
  readonly update: Uint8Array
  readonly block: number
  readonly offset: number
}

export interface SubjectOptions {
  readonly root: HTMLElement
  readonly doc: Doc
  readonly texts: readonly string[]
  readonly awareness: Awareness | null
}

export interface Subject {
  readonly dom: HTMLElement
  /** Not for `bare`. */
  readonly view: EditorView | null
  receive(character: RemoteCharacter): void
  putCaret(block: number, offset: number): void
}
