// Spoilers: a mark, a command, a key, a way to type it and a button, in one object. The command is one of the editor's, with
// its type. An editor without the feature shows the words as a stand-in and leaves them as they are.
import { createEditor, defineFeature } from '@stet/editor'
import '@stet/editor/style.css'
import { toggleMark } from 'prosemirror-commands'
import type { Command } from 'prosemirror-state'
import './spoiler.css'

const toggleSpoiler: Command = (state, dispatch) => {
  const mark = state.schema.marks['spoiler']
  return mark !== undefined && toggleMark(mark)(state, dispatch)
}

const spoilers = defineFeature({
  name: 'spoilers',
  marks: {
    spoiler: {
      parseDOM: [{ tag: 'span.spoiler' }],
      toDOM: () => ['span', { class: 'spoiler' }, 0],
    },
  },
  commands: { toggleSpoiler: () => toggleSpoiler },
  keys: { 'Mod-Alt-h': toggleSpoiler },
  inputRules: [
    {
      // ||Rosebud was a sledge||
      pattern: /\|\|([^|]+)\|\|$/,
      apply: (state, match, start, end) =>
        state.tr
          .replaceWith(start, end, state.schema.text(match[1] ?? '', [state.schema.mark('spoiler')]))
          .removeStoredMark(state.schema.marks['spoiler']!),
    },
  ],
  items: [
    {
      id: 'toggleSpoiler',
      label: 'Spoiler',
      keywords: 'hide secret',
      icon: 'M3 10s3-5 7-5 7 5 7 5-3 5-7 5-7-5-7-5zM4 16 16 4',
      keys: 'Mod-Alt-H',
      toolbar: true,
      command: toggleSpoiler,
    },
  ],
})

const editor = await createEditor(document.getElementById('editor')!, {
  url: `ws://${location.host}/sync`,
  document: 'custom-feature',
  placeholder: 'Type ||something secret||',
  features: [spoilers],
})

// A command of the editor now, like those that came with it.
editor.can.toggleSpoiler()
