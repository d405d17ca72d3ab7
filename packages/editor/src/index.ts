// The Stet editor, for pages that embed it. Importing it touches nothing; styles are in `@stet/editor/style.css`.

// create-editor.ts
export { createEditor, prefetchEditor } from './create-editor.ts'
// editor.ts
export type { Editor, EditorEvents } from './editor.ts'
// options.ts
export type { EditorOptions, EditorProvider, EditorUser } from './options.ts'
// features
export { defineFeature } from './features/define-feature.ts'
export type {
  CallableCommands,
  CommandMakers,
  CommandsOf,
  EditorFeature,
  FeatureItem,
} from './features/define-feature.ts'
export type { InputRule } from './features/input-rules.ts'
export type { FindFrame } from './features/embed/embed-commands.ts'
export type { FindPeople, Mentionable } from './features/mention/mention.ts'
// upload.ts
export { UploadError } from './features/upload/upload.ts'
export type { Upload, UploadContext, UploadProblem } from './features/upload/upload.ts'
// commands.ts
export type { EditorCommands } from './commands.ts'
// messages
export type { Messages } from './messages/english.ts'
export type { Plural } from './messages/words.ts'
// around
export type { Missed } from './around/missed-changes.ts'
export type { OutlineEntry } from './around/outline.ts'
export type { Count, TextCount } from './around/word-count.ts'
// presence.ts
export type { Person } from './presence.ts'
