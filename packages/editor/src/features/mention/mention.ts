// Naming somebody: `@` lists people, by default those who are here, found by typing on. A name is one thing in the text,
// deleted with one key.
import { readMentionAttrs } from '@stet/document'
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { must } from '../../must.ts'
import type { ListboxOption } from '../../ui/listbox.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'
import type { Suggesting } from '../suggestions/suggestion-state.ts'
import { suggestions } from '../suggestions/suggestions.ts'

/** Somebody who can be named. */
export interface Mentionable {
  /** Who is meant, for the program that sends word of it; up to 64 characters. Without one it is only a name. */
  readonly id?: string
  readonly name: string
  /** Told beside the name: a team, an address. */
  readonly hint?: string
}

/** Who can be named, best first. */
export type FindPeople = (query: string) => readonly Mentionable[] | Promise<readonly Mentionable[]>

const maxQueryLength = 40
// More than anybody reads. The rest is found by typing on.
const maxShown = 12

export function mentions(menu: MenuContext, findPeople: FindPeople): Feature {
  let found: readonly Mentionable[] = []

  async function find(query: string): Promise<readonly ListboxOption[]> {
    const people = (await findPeople(query)).slice(0, maxShown)
    found = people
    return people.map((person, at) => optionOf(person, String(at)))
  }

  function choose(view: EditorView, { id }: ListboxOption, { from, to }: Suggesting): void {
    const person = found[Number(id)]
    if (!person) return
    const { schema } = view.state
    const attrs = readMentionAttrs({ id: person.id ?? null, label: person.name })
    const mention = must(schema.nodes['mention'], 'mentions in the schema').create(attrs)
    const marks = view.state.doc.resolve(from).marks()
    menu.undoSteps.stopCapturing()
    view.dispatch(
      view.state.tr.replaceWith(from, to, [mention.mark(marks), schema.text(' ', marks)]).scrollIntoView(),
    )
  }

  function optionOf({ name, hint }: Mentionable, id: string): ListboxOption {
    const picture = createAvatar(menu.host.ownerDocument, name)
    return hint === undefined ? { id, label: name, picture } : { id, label: name, picture, hint }
  }

  return {
    name: 'mention',
    actions: [
      {
        id: 'insertMention',
        label: 'insertMention',
        icon: 'mention',
        group: 'groupInsert',
        typed: '@',
        keywords: 'insertMentionWords',
        inSlashMenu: true,
        command: typeSign('@'),
      },
    ],
    menuPlugins: [
      suggestions({
        host: menu.host,
        translate: menu.translate,
        source: {
          name: 'mention',
          sign: '@',
          label: 'people',
          quiet: true,
          opensAfter: (before) => before === '' || /[\s(“"'[]$/.test(before),
          // Names have spaces, but do not end in two words that nobody has.
          fits: (query) => query.length <= maxQueryLength && !/^\s|[@\ufffc]|\s\s/.test(query),
          find,
          choose,
        },
      }),
    ],
  }
}

/** Opens a menu of suggestions by typing its sign. */
export function typeSign(sign: string): Command {
  return inEmptyDocument((state, dispatch) => {
    const { $from } = state.selection
    if (!$from.parent.inlineContent || $from.parent.type.spec.code === true) return false
    const needsSpace = /\S$/.test($from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc'))
    dispatch?.(state.tr.insertText(needsSpace ? ` ${sign}` : sign).scrollIntoView())
    return true
  })
}

/** The people of a list whose name, or a word of it, begins with what was typed. */
export function matchPeople(people: readonly Mentionable[], query: string): readonly Mentionable[] {
  const wanted = fold(query)
  return people.filter(({ name }) => {
    const folded = fold(name)
    return folded.startsWith(wanted) || folded.split(/\s+/).some((word) => word.startsWith(wanted))
  })
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

const firstLetter = /\p{L}\p{M}*|\p{N}/u

function createAvatar(document: Document, name: string): Element {
  const avatar = document.createElement('span')
  avatar.className = 'stet-option-avatar'
  avatar.setAttribute('aria-hidden', 'true')
  avatar.textContent = firstLetter.exec(name)?.[0].toLocaleUpperCase() ?? '?'
  return avatar
}
