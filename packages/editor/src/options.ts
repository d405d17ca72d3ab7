// What an embedder hands in. check-options.ts looks at it before anything is made of it.
import type { DocumentConnection } from '@stet/client'
import type { FindFrame } from './features/embed/embed-commands.ts'
import type { FindPeople } from './features/mention/mention.ts'
import type { Messages } from './messages/english.ts'
import type { Upload } from './features/upload/upload.ts'
import type { DocumentJSON } from '@stet/document'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import type { EditorFeature } from './features/define-feature.ts'

export interface EditorUser {
  readonly name: string
  /** `#rgb` or `#rrggbb`. */
  readonly color: string
}

/** A Yjs provider of any kind: what it syncs, and who is there. */
export interface EditorProvider {
  /** Hocuspocus calls it `document`. */
  readonly doc?: Doc
  readonly document?: Doc
  readonly awareness?: Awareness | null
}

export interface EditorOptions<Features extends readonly EditorFeature[] = readonly EditorFeature[]> {
  /** The sync endpoint, like `wss://docs.example.com/sync`. Needs `document`. The editor makes and ends the connection. */
  readonly url?: string
  /** The document's name on the server. Needs `url`. */
  readonly document?: string
  /** Called before each connection attempt. */
  readonly token?: () => string | Promise<string>
  /** A connection of your own, from `connectDocument` of @stet/client. It is not destroyed with the editor. */
  readonly connection?: DocumentConnection
  /** A Yjs document of your own, connected (or not) by you. Needs nothing else; `awareness` shows the others' carets. */
  readonly doc?: Doc
  readonly awareness?: Awareness
  /** A provider of your own: y-websocket's, Hocuspocus', y-webrtc's. It is not destroyed with the editor. */
  readonly provider?: EditorProvider
  /** What a document that lives in this page only begins with, as `getJSON` gave it. */
  readonly content?: DocumentJSON
  /** Features of your own, from `defineFeature`. They are fixed when the editor is made. */
  readonly features?: Features
  /** Who is writing. Others see the name at the caret. */
  readonly user?: EditorUser
  /** The toolbar above the text. Default true. */
  readonly toolbar?: boolean
  /** Show the document, let nobody write. Default false. */
  readonly readonly?: boolean
  /** Puts the caret into the text as soon as it is shown: always, or when nothing is written yet. Default false. */
  readonly autofocus?: boolean | 'empty'
  /** Words in an empty document. */
  readonly placeholder?: string
  /** The name of the text field for screen readers. Default "Document". */
  readonly label?: string
  /**
   * Where pictures go that are pasted, dropped or picked. Default: the server that the document is on; without one, and
   * with `false`, only pictures that have an address can be inserted.
   */
  readonly upload?: Upload | false
  /** Stops a creation that is still waiting for the document; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** The language of buttons, menus and announcements, like "de" or "pt-BR". Default: the page's language (`lang`). */
  readonly locale?: string
  /** Words of your own, in place of the editor's, by the keys of its message table. */
  readonly messages?: Partial<Messages>
  /** Who can be named with `@`, best first. Default: the people who are in the document. */
  readonly mentions?: FindPeople
  /**
   * Which addresses can be embedded, and what is loaded in the frame for one; null for "stays a link". Default: videos of
   * YouTube, Vimeo and Loom. Your page's `frame-src` policy must allow the frames.
   */
  readonly embeds?: FindFrame
  /** `...` becomes …, `--` between words becomes —, `->` becomes →. Default true. */
  readonly typography?: boolean
}
