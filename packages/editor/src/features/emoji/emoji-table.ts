// The names of emoji, from the Unicode data of emojibase with the short names of GitHub, which most people know from
// elsewhere. Loaded when the first emoji is asked for.
import emojis from 'emojibase-data/en/compact.json' with { type: 'json' }
import shortcodes from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }

export interface Emoji {
  readonly character: string
  readonly name: string
  readonly shortcode: string
}

export interface EmojiTable {
  byCharacter(character: string): Emoji | undefined
  byShortcode(shortcode: string): Emoji | undefined
  /** Best first; of equally good ones those in `preferred` come first. */
  search(query: string, preferred: readonly Emoji[], most: number): readonly Emoji[]
  /** What people use most, for those who have not used any here. */
  readonly usual: readonly Emoji[]
}

interface Entry extends Emoji {
  readonly shortcodes: readonly string[]
  readonly tags: readonly string[]
}

const usualShortcodes = [
  '+1',
  'heart',
  'joy',
  'tada',
  'eyes',
  'fire',
  'white_check_mark',
  'pray',
  'rocket',
  'thinking',
  'smile',
  'wave',
] as const

export const emojiTable = createTable()

function createTable(): EmojiTable {
  const entries: Entry[] = []
  const byCharacter = new Map<string, Entry>()
  const byShortcode = new Map<string, Entry>()
  const names = shortcodes as Readonly<Record<string, string | readonly string[]>>
  for (const { hexcode, unicode, label, tags = [], group } of emojis) {
    const given = names[hexcode]
    // Parts of flags and of hair have no group: they are no pictures alone.
    if (given === undefined || group === undefined) continue
    const own = typeof given === 'string' ? [given] : given
    const [shortcode] = own
    if (shortcode === undefined) continue
    const entry = { character: unicode, name: label, shortcode, shortcodes: own, tags }
    entries.push(entry)
    byCharacter.set(unicode, entry)
    for (const each of own) byShortcode.set(each, entry)
  }
  return {
    byCharacter: (character) => byCharacter.get(character),
    byShortcode: (shortcode) => byShortcode.get(shortcode),
    usual: usualShortcodes.flatMap((shortcode) => byShortcode.get(shortcode) ?? []),
    search(query, preferred, most) {
      const wanted = query.toLowerCase()
      return entries
        .map((entry) => ({ entry, score: scoreOf(entry, wanted) }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score || rank(b.entry) - rank(a.entry))
        .slice(0, most)
        .map(({ entry }) => entry)

      function rank(entry: Entry): number {
        return preferred.includes(entry) ? 1 : 0
      }
    },
  }
}

function scoreOf({ shortcodes, name, tags }: Entry, wanted: string): number {
  if (shortcodes.includes(wanted)) return 6
  if (shortcodes.some((each) => each.startsWith(wanted))) return 5
  if (name.toLowerCase().startsWith(wanted)) return 4
  if (tags.includes(wanted)) return 3
  if (tags.some((tag) => tag.startsWith(wanted))) return 2
  return shortcodes.some((each) => each.includes(wanted)) ? 1 : 0
}
