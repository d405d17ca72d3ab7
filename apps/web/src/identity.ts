// Who you are in documents: a name and a colour, chosen once and remembered by this browser. Before anyone chooses, a
// friendly random pair stands in, so that two strangers in a document can tell each other apart.
import { isHexColor, palette } from './color.ts'
import { browserStorage, createRemembered, shareBetweenTabs, type KeyValue } from './remembered.ts'

export interface Identity {
  readonly name: string
  /** `#rrggbb` */
  readonly color: string
}

/** In code points, so at most twice that in UTF-16, which the connection accepts. Longer names would cover the text. */
export const maxNameLength = 32

/** One line, no control characters, at most `maxNameLength` characters; may be empty. */
export function cleanName(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return Array.from(line).slice(0, maxNameLength).join('').trim()
}

/** One or two capital letters for an avatar: "Quiet Heron" is "QH", "ada" is "A". */
export function initials(name: string): string {
  const words = cleanName(name).split(' ').filter(Boolean)
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return chosen.map((word) => firstCharacter(word ?? '?').toLocaleUpperCase()).join('')
}

/** `random` returns [0, 1), like `Math.random`; `names` are those of another language. */
export function randomIdentity(random: () => number, names?: readonly string[]): Identity {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  return {
    name: (names && pick(names)) ?? `${pick(adjectives) ?? 'Quiet'} ${pick(birds) ?? 'Heron'}`,
    color: pick(palette)?.color ?? '#2563eb',
  }
}

export function decodeIdentity(text: string): Identity | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { name, color } = parsed as Record<string, unknown>
  if (typeof name !== 'string' || !isHexColor(color)) return undefined
  const cleaned = cleanName(name)
  return cleaned === '' ? undefined : { name: cleaned, color }
}

const key = 'stet.identity'

/** The identity of this browser, shared by all its tabs. */
export function createIdentityStore() {
  const store = rememberIdentity(browserStorage())
  shareBetweenTabs(key, store)
  return store
}

export function rememberIdentity(storage: KeyValue | undefined) {
  let isNew = false
  const store = createRemembered<Identity>({
    key,
    decode: decodeIdentity,
    encode: JSON.stringify,
    initial: () => {
      isNew = true
      return randomIdentity(Math.random)
    },
    storage,
  })
  return {
    ...store,
    /** Once the page's language is known. The random name is kept: tomorrow you are still the same heron. */
    welcome(names: readonly string[] | undefined): void {
      if (isNew) store.set(randomIdentity(Math.random, names))
      isNew = false
    },
  }
}

function firstCharacter(word: string): string {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word))
    return segment
  return '?'
}

const adjectives = [
  'Amber',
  'Bright',
  'Calm',
  'Candid',
  'Clever',
  'Gentle',
  'Keen',
  'Kind',
  'Lively',
  'Mellow',
  'Merry',
  'Nimble',
  'Patient',
  'Quick',
  'Quiet',
  'Steady',
  'Sunny',
  'Thoughtful',
] as const

const birds = [
  'Avocet',
  'Crane',
  'Curlew',
  'Dipper',
  'Finch',
  'Heron',
  'Ibis',
  'Jay',
  'Kestrel',
  'Lapwing',
  'Linnet',
  'Martin',
  'Oriole',
  'Plover',
  'Robin',
  'Siskin',
  'Swift',
  'Wren',
] as const
