// Emoji by name: `:smi` lists them, `:smile:` is replaced at the last colon. They are text like any other. The names are
// loaded when the first are asked for.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { ListboxOption } from '../../ui/listbox.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { markType } from '../marks/marks.ts'
import { typeSign } from '../mention/mention.ts'
import { createRecent } from '../slash-menu/recent.ts'
import type { Suggesting } from '../suggestions/suggestion-state.ts'
import { suggestions } from '../suggestions/suggestions.ts'
import type { Emoji, EmojiTable } from './emoji-table.ts'

const maxQueryLength = 30
// `:D` and `:o` are faces of their own, and one letter finds hundreds.
const minQueryLength = 2
const maxShown = 12

export function emoji(menu: MenuContext): Feature {
  const recent = createRecent('emoji')
  let table: EmojiTable | undefined
  // Asked for from a menu: there they are shown before anything is typed.
  let browsing = false

  const browse: Command = (state, dispatch, view) => {
    const isPossible = typeSign(':')(state)
    if (!isPossible || !dispatch) return isPossible
    browsing = true
    return typeSign(':')(state, dispatch, view)
  }

  async function load(): Promise<EmojiTable> {
    table ??= (await import('./emoji-table.ts')).emojiTable
    return table
  }

  function find(query: string): readonly ListboxOption[] | Promise<readonly ListboxOption[]> {
    const isBrowsing = browsing
    browsing = false
    if (query.length < minQueryLength && !(isBrowsing && query === '')) return []
    return answer(query)
  }

  async function answer(query: string): Promise<readonly ListboxOption[]> {
    const known = await load()
    const lately = recent.ids.flatMap((character) => known.byCharacter(character) ?? [])
    const found =
      query === ''
        ? [...new Set([...lately, ...known.usual])].slice(0, maxShown)
        : known.search(query, lately, maxShown)
    return found.map(option)
  }

  function option({ character, name, shortcode }: Emoji): ListboxOption {
    const picture = menu.host.ownerDocument.createElement('span')
    picture.className = 'stet-option-emoji'
    picture.setAttribute('aria-hidden', 'true')
    picture.textContent = character
    return { id: character, label: name, picture, hint: `:${shortcode}:` }
  }

  function choose(view: EditorView, { id }: ListboxOption, { from, to }: Suggesting): void {
    recent.add(id)
    menu.undoSteps.stopCapturing()
    view.dispatch(view.state.tr.insertText(id, from, to).scrollIntoView())
  }

  // Whoever knows the whole name has been typing it, so the names are there by the second colon.
  const wholeName: InputRule = {
    pattern: /(?:^|[\s(])(:([a-z0-9_+-]{2,30}):)$/,
    apply(state, match, _start, end) {
      const [, whole = '', name = ''] = match
      const from = end - whole.length
      const character = table?.byShortcode(name)?.character
      if (character === undefined || state.doc.rangeHasMark(from, end, markType(state.schema, 'code')))
        return null
      recent.add(character)
      return state.tr.insertText(character, from, end)
    },
  }

  return {
    name: 'emoji',
    inputRules: [wholeName],
    actions: [
      {
        id: 'insertEmoji',
        label: 'insertEmoji',
        icon: 'emoji',
        group: 'groupInsert',
        typed: ':smile:',
        keywords: 'insertEmojiWords',
        inSlashMenu: true,
        command: browse,
      },
    ],
    menuPlugins: [
      suggestions({
        host: menu.host,
        translate: menu.translate,
        source: {
          name: 'emoji',
          sign: ':',
          label: 'emoji',
          quiet: true,
          opensAfter: (before) => before === '' || /[\s(]$/.test(before),
          fits: (query) => query.length <= maxQueryLength && /^[\p{L}\p{N}_+-]*$/u.test(query),
          find,
          choose,
        },
      }),
    ],
  }
}
