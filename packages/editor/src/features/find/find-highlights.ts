// What was found, marked in the text: every match, and the one that is the place. Between an edit and the next search the
// marks move along with the text.
import type { EditorState } from 'prosemirror-state'
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { Match } from './find-matches.ts'

interface Highlights {
  readonly decorations: DecorationSet
  readonly active: Match | undefined
}

const key = new PluginKey<Highlights>('stet-find')
const none: Highlights = { decorations: DecorationSet.empty, active: undefined }

// All marks move with every key that is pressed. These are many pages full; as one goes through the matches, the marks go
// along.
const maxHighlights = 1_000

/** Each search gets one `documentChanged` for each change of the text, by whomever. */
export function findHighlights(documentChanged: () => void): Plugin {
  return new Plugin<Highlights>({
    key,
    state: {
      init: () => none,
      apply(tr, shown) {
        const set = tr.getMeta(key) as Highlights | undefined
        if (set) return set
        if (!tr.docChanged || shown === none) return shown
        const { active } = shown
        return {
          decorations: shown.decorations.map(tr.mapping, tr.doc),
          active: active && { from: tr.mapping.map(active.from, 1), to: tr.mapping.map(active.to, -1) },
        }
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
    view: () => ({
      update(view, before) {
        if (view.state.doc !== before.doc) documentChanged()
      },
    }),
  })
}

/** Where the place of the search is now. */
export function activeMatch(state: EditorState): Match | undefined {
  return key.getState(state)?.active
}

export function showHighlights(state: EditorState, matches: readonly Match[], index: number) {
  const first = Math.max(0, Math.min(index - maxHighlights / 2, matches.length - maxHighlights))
  const active = matches[index]
  const decorations = matches.slice(first, first + maxHighlights).map((match) =>
    Decoration.inline(match.from, match.to, {
      class: match === active ? 'stet-match stet-match-active' : 'stet-match',
    }),
  )
  const shown: Highlights = { decorations: DecorationSet.create(state.doc, decorations), active }
  return state.tr.setMeta(key, shown).setMeta('addToHistory', false)
}

export function hideHighlights(state: EditorState) {
  return state.tr.setMeta(key, none).setMeta('addToHistory', false)
}
