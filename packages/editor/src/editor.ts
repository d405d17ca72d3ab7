// What createEditor gives back.
import type { Divergence } from '@stet/binding'
import type { DocumentConnection, Status } from '@stet/client'
import type { DocumentJSON } from '@stet/document'
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import type { Missed } from './around/missed-changes.ts'
import type { OutlineEntry } from './around/outline.ts'
import type { TextCount } from './around/word-count.ts'
import type { CoreCommands, EditorCommands } from './commands.ts'
import type { CallableCommands } from './features/define-feature.ts'
import type { Outdated } from './document-form.ts'
import type { Off } from './events.ts'
import type { EditorUser } from './options.ts'
import type { Person } from './presence.ts'

export interface EditorEvents {
  /** The document is shown and can be edited. Comes right after createEditor's promise. */
  readonly ready: undefined
  /** The text changed, by this person or (`remote`, also for undo and redo) by the shared document. */
  readonly change: { readonly remote: boolean }
  /** The caret or selection is elsewhere. Positions are ProseMirror's. */
  readonly selection: { readonly from: number; readonly to: number; readonly empty: boolean }
  /** What is saved, and where. Only with a connection. */
  readonly status: Status
  /** Who is here: somebody came, left, or changed name or colour. */
  readonly presence: readonly Person[]
  /**
   * The page showed something else than the shared document, or the document was not what others have. It is put right
   * where it can be; tell us, with this, should you ever see one.
   */
  readonly divergence: Divergence
  /**
   * A newer version of the editor is at work in this document: offer to reload. `readonly`: the document is in the newer
   * form already and can only be read here, which the editor says by itself.
   */
  readonly outdated: Outdated
  /**
   * Back after the page was hidden, or nobody was at it for a minute: others changed what was on the screen meanwhile.
   * `showMissed` goes there.
   */
  readonly missed: Missed
  /** Something failed. Editing goes on, except when the document holds content of a newer version (UnknownContentError). */
  readonly error: Error
}

/** What every editor can be asked; that of `@stet/editor/core` nothing else. */
export interface CoreEditor<OwnCommands = unknown> {
  /** The ProseMirror view, for what the commands do not cover. */
  readonly view: EditorView
  readonly doc: Doc
  readonly awareness: Awareness
  readonly connection: DocumentConnection | undefined
  /** Undefined without a connection: what happens to the document is then the embedder's business. */
  readonly status: Status | undefined
  readonly presence: readonly Person[]
  /** Each does its work at the selection and returns whether it could. */
  readonly commands: CoreCommands & CallableCommands<OwnCommands>
  /** Each returns whether the command of that name could do its work now. */
  readonly can: CoreCommands & CallableCommands<OwnCommands>
  /** Returns its own off. */
  on<Name extends keyof EditorEvents>(name: Name, listener: (event: EditorEvents[Name]) => void): Off
  getText(): string
  getJSON(): DocumentJSON
  /**
   * Puts this in the place of the whole document: for everybody, as one step of the history. False when it cannot be
   * edited. Throws a TypeError for what is no document of this editor's schema.
   */
  setContent(content: DocumentJSON): boolean
  /** The same from Markdown, for which the reader is loaded when first needed. */
  setMarkdown(markdown: string): Promise<boolean>
  /** The same from HTML, by the rules of pasting: what has no place in a document is left out. */
  setHTML(html: string): boolean
  /** Whether people may write here, as far as the embedder is concerned; the server may know better. */
  setReadonly(readonly: boolean): void
  /** Throws a TypeError for a name or colour that cannot be shown. */
  setUser(user: EditorUser): void
  focus(): void
  /** Brings the block with this id into sight; false when there is none. Links to blocks end in `#` and the id. */
  showBlock(id: string): boolean
  /** The headings. Cheap: ask again after a change, when nobody types. */
  getOutline(): readonly OutlineEntry[]
  /** The index in `outline` of the heading under which the line `top` (px in the window) is; -1 above the first. */
  headingAt(outline: readonly OutlineEntry[], top: number): number
  /** Brings the block directly after `pos` into sight and puts the caret to the end of its words. */
  showPosition(pos: number): void
  /** Words and characters, of the document and of what is selected. Remembers what it counted, block by block. */
  getCount(): TextCount
  /** Brings somebody's caret into sight; false when they have none. */
  showPerson(clientId: number): boolean
  /** Keeps their caret in sight until the returned function is called, or `onStop`: I did something, or they left. */
  followPerson(clientId: number, onStop: () => void): Off
  /** Where the changes are that the event `missed` told of. */
  showMissed(): void
  /** Takes everything away that createEditor made, on the page and off it. A second call does nothing. */
  destroy(): void
}

export interface Editor<OwnCommands = unknown> extends CoreEditor<OwnCommands> {
  readonly commands: EditorCommands & CallableCommands<OwnCommands>
  readonly can: EditorCommands & CallableCommands<OwnCommands>
  getHTML(): string
  /** GitHub's dialect; what it has no words for is HTML. */
  getMarkdown(): string
  /** Does what the toolbar or the menu of that name does (`find`, `showShortcuts`); false when it cannot be done now. */
  run(action: string): boolean
  /** Puts a .md, .html or .txt file in at the caret. Rejects with an Error whose message is for a person. */
  importFile(file: File): Promise<void>
}
