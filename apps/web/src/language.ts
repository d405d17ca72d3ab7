// In which language the site speaks: the browser's, or one that was chosen here and is remembered. Each language but
// English is a file of its own, fetched before the first paint and when another one is chosen.
import { createWords, isRightToLeft, matchLanguage, type TranslationOf, type Words } from '@stet/editor/words'
import { english, type SiteKey, type SiteMessages } from './messages/english.ts'
import type { Problems } from './messages/problems/problems.ts'
import { browserStorage, createRemembered, shareBetweenTabs, type Remembered } from './remembered.ts'

export type TableWords = Words<SiteKey>

export interface SiteWords extends TableWords {
  /** The sentence for this code, where the connection's own, which is English, is in another language. */
  problem(of: { readonly code: string; readonly message: string }): string
}

/** What a language has besides the words: see problems.ts, and names for those who have not said theirs. */
interface Language {
  readonly messages: Partial<SiteMessages>
  readonly problems?: Problems
  readonly guestNames?: readonly string[]
}

type Load = () => Promise<Language & { readonly messages: TranslationOf<typeof english> }>

const translations: Readonly<Record<string, Load>> = {
  de: async () => {
    const [{ german, germanNames }, { problems }] = await Promise.all([
      import('./messages/de.ts'),
      import('./messages/problems/de.ts'),
    ])
    return { messages: german, problems, guestNames: germanNames }
  },
  fr: async () => {
    const [{ french, frenchNames }, { problems }] = await Promise.all([
      import('./messages/fr.ts'),
      import('./messages/problems/fr.ts'),
    ])
    return { messages: french, problems, guestNames: frenchNames }
  },
  es: async () => {
    const [{ spanish, spanishNames }, { problems }] = await Promise.all([
      import('./messages/es.ts'),
      import('./messages/problems/es.ts'),
    ])
    return { messages: spanish, problems, guestNames: spanishNames }
  },
  ar: async () => {
    const [{ arabic, arabicNames }, { problems }] = await Promise.all([
      import('./messages/ar.ts'),
      import('./messages/problems/ar.ts'),
    ])
    return { messages: arabic, problems, guestNames: arabicNames }
  },
  zh: async () => {
    const [{ chinese, chineseNames }, { problems }] = await Promise.all([
      import('./messages/zh.ts'),
      import('./messages/problems/zh.ts'),
    ])
    return { messages: chinese, problems, guestNames: chineseNames }
  },
  // The tests' own: see pseudo.ts of the editor. It is never offered.
  'en-XA': async () => ({ messages: (await import('@stet/editor/pseudo')).pseudoTranslation(english) }),
}

/** What is offered, each by the name its own readers know. */
export const offeredLanguages: readonly { readonly tag: string; readonly name: string }[] = [
  { tag: 'en', name: 'English' },
  { tag: 'de', name: 'Deutsch' },
  { tag: 'es', name: 'Español' },
  { tag: 'fr', name: 'Français' },
  { tag: 'ar', name: 'العربية' },
  { tag: 'zh', name: '中文（简体）' },
]

/** `auto`, or a language of the list. */
export type LanguageChoice = string

const spoken = ['en', ...Object.keys(translations)]
const key = 'stet.language'

export function createLanguageStore(): Remembered<LanguageChoice> {
  const store = createRemembered<LanguageChoice>({
    key,
    decode: (text) => (text === 'auto' || spoken.includes(text) ? text : undefined),
    encode: (choice) => choice,
    initial: () => 'auto',
    storage: browserStorage(),
  })
  shareBetweenTabs(key, store)
  return store
}

/**
 * The locale to speak in: of the browser's languages, in its order, the first that we have. A chosen language keeps the
 * region that the browser says with it (`de-AT`), for dates and numbers.
 */
export function chooseLocale(choice: LanguageChoice, browser: readonly string[]): string {
  const offered = spoken.filter((tag) => tag !== 'en-XA')
  if (choice === 'auto') return browser.find((tag) => matchLanguage(tag, offered) !== undefined) ?? 'en'
  return browser.find((tag) => matchLanguage(tag, offered) === choice) ?? choice
}

export interface WordsStore {
  get(): SiteWords
  /** Undefined in English, which has its own. */
  guestNames(): readonly string[] | undefined
  /** Calls `listener` once the words of another language are there; returns its own off. */
  subscribe(listener: () => void): () => void
  /** The words of the first language are there, or could not be had: then they are English. */
  readonly ready: Promise<void>
}

export interface WordsOptions {
  readonly choice: Pick<Remembered<LanguageChoice>, 'get' | 'subscribe'>
  readonly browser: readonly string[]
  /** The page is to be marked as being in this language. */
  readonly onLocale: (locale: string, direction: 'ltr' | 'rtl') => void
  readonly load?: (language: string) => Promise<Language> | undefined
}

export function createWordsStore(options: WordsOptions): WordsStore {
  const { choice, browser, onLocale, load = (language) => translations[language]?.() } = options
  const listeners = new Set<() => void>()
  let words = siteWords('en', undefined)
  let language: Language | undefined
  let wanted = ''

  async function change(): Promise<void> {
    const locale = chooseLocale(choice.get(), browser)
    if (locale === wanted) return
    wanted = locale
    let found: Language | undefined
    try {
      found = await load(matchLanguage(locale, spoken) ?? 'en')
    } catch {
      // Not to be had now (offline, say): the page goes on in the language it has.
      if (wanted === locale) wanted = words.locale
      return
    }
    // Meanwhile another one was chosen.
    if (wanted !== locale) return
    language = found
    words = siteWords(locale, language)
    onLocale(locale, isRightToLeft(locale) ? 'rtl' : 'ltr')
    for (const listener of listeners) listener()
  }

  choice.subscribe(() => void change())
  return {
    get: () => words,
    guestNames: () => language?.guestNames,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ready: change(),
  }
}

function siteWords(locale: string, language: Language | undefined): SiteWords {
  const problems: Readonly<Record<string, string>> = language?.problems ?? {}
  const words = createWords({ locale, source: english, ...(language && { translation: language.messages }) })
  return Object.assign(words, {
    problem: ({ code, message }: { readonly code: string; readonly message: string }) =>
      problems[code] ?? message,
  })
}
