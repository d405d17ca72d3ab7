// `@stet/editor/core`: the editor without toolbar, menus and styles, for pages that draw their own, and with no more features
// than the page chooses. It has no connection of its own either: give one (`connectDocument` of @stet/client), a provider,
// a `doc`, or nothing. It comes in one part.
import { core } from './core-editor.ts'
import type { CoreEditor } from './editor.ts'
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
  loadSecondPart: async () => core,
}

/**
 * As `createEditor` of `@stet/editor`, with nothing around the text, and with no features but text, pictures and those that
 * are chosen: `features: [tables, links]`. What it makes has no styles.
 */
export async function createEditor<const Features extends readonly EditorFeature[] = []>(
  element: HTMLElement,
  options: CoreOptions<Features> = {},
): Promise<CoreEditor<CommandsOf<Features>>> {
  return (await openEditor(element, options, door)) as CoreEditor<CommandsOf<Features>>
}

export { defineFeature } from './features/define-feature.ts'
export { UploadError } from './features/upload/upload.ts'
export {
  blocks,
  callouts,
  codeBlocks,
  colors,
  dropPlace,
  embeds,
  fileDrops,
  links,
  markdownPaste,
  math,
  pictures,
  tables,
  toggles,
  typography,
} from './features/chosen-features.ts'
export type { CoreCommands } from './commands.ts'
export type { CoreEditor, EditorEvents } from './editor.ts'
export type { CommandsOf, EditorFeature, FeatureItem } from './features/define-feature.ts'
export type { InsertTableOptions } from './features/table/insert-table.ts'
export type { EditorProvider, EditorUser } from './options.ts'
export type { Person } from './presence.ts'
