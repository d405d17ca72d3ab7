// createEditor: the door for pages that embed the whole editor.
import type { Editor } from './editor.ts'
import type { CommandsOf, EditorFeature } from './features/define-feature.ts'
import { holdInput } from './hold-input.ts'
import { showLoading } from './loading.ts'
import type { Door } from './open-editor.ts'
import { openEditor } from './open-editor.ts'
import type { EditorOptions } from './options.ts'
import { openSource } from './source.ts'
import { keepToolbarRoom } from './toolbar/toolbar-room.ts'

const door: Door = {
  openSource,
  showLoading,
  holdInput,
  keepToolbarRoom,
  loadSecondPart: async () => (await import('./whole-editor.ts')).whole,
}

/**
 * Puts an editor into `element` and resolves when the document is there and can be edited. Until then the element shows
 * that it is loading. Rejects with a TypeError that says what to change when an option is wrong, with the connection's
 * error when the document cannot be had, and with the signal's reason when `options.signal` is aborted; in each case
 * nothing is left behind.
 */
export async function createEditor<const Features extends readonly EditorFeature[] = []>(
  element: HTMLElement,
  options: EditorOptions<Features> = {},
): Promise<Editor<CommandsOf<Features>>> {
  // The commands of the features are collected at run time; their types are known only here.
  return (await openEditor(element, options, door)) as Editor<CommandsOf<Features>>
}

/** Fetches what an editor will need, for pages that know of one before they make it. */
export async function prefetchEditor(): Promise<void> {
  await door.loadSecondPart()
}
