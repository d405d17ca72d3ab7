// `@stet/editor/core`: the same editor without toolbar, menus and styles, for pages that draw their own. It has no
// connection of its own either: give one (`connectDocument` of @stet/client), a provider, a `doc`, or nothing.
import type { Editor } from './editor.ts'
import type { CommandsOf, EditorFeature } from './features/define-feature.ts'
import type { Door } from './open-editor.ts'
import { openEditor } from './open-editor.ts'
import type { EditorOptions } from './options.ts'
import { openGivenSource } from './given-source.ts'

export type CoreOptions<Features extends readonly EditorFeature[] = readonly EditorFeature[]> = Omit<
  EditorOptions<Features>,
  'url' | 'document' | 'token' | 'toolbar' | 'mentions' | 'embeds'
>

const door: Door = {
  openSource: openGivenSource,
  loadSecondPart: async () => (await import('./core-editor.ts')).core,
}

/** As `createEditor` of `@stet/editor`, with nothing around the text. What it makes has no styles. */
export async function createEditor<const Features extends readonly EditorFeature[] = []>(
  element: HTMLElement,
  options: CoreOptions<Features> = {},
): Promise<Editor<CommandsOf<Features>>> {
  return (await openEditor(element, options, door)) as Editor<CommandsOf<Features>>
}

export { defineFeature } from './features/define-feature.ts'
export { UploadError } from './features/upload/upload.ts'
export type { EditorCommands } from './commands.ts'
export type { Editor, EditorEvents } from './editor.ts'
export type { CommandsOf, EditorFeature, FeatureItem } from './features/define-feature.ts'
export type { EditorProvider, EditorUser } from './options.ts'
export type { Person } from './presence.ts'
