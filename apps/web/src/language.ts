// In which language the site speaks: the browser's, or one that was chosen here and is remembered. Each language but
// English is a file of its own, fetched before the first paint and when another one is chosen.
import { createWords, isRightToLeft, matchLanguage, type TranslationOf, type Words } from '@stet/editor/words'
import { english, type SiteKey, type SiteMessages } from './messages/english.ts'
import { browserStorage, createRemembered, shareBetweenTabs, type Remembered } from './remembered.ts'

export type SiteWords = Words<SiteKey>

type Load = () => Promise<TranslationOf<typeof english>>

const translations: Readonly<Record<string, Load>> = {
  de: async () => (await import('./messages/de.ts')).german,
  fr: async () => (await import('./messages/fr.ts')).french,
  es: async () => (await import('./messages/es.ts')).spanish,
  ar: async () => (await import('./messages/ar.ts')).arabic,
  zh: async () => (await import('./messages/zh.ts')).chinese,
  // The tests' own: see pseudo.ts of the editor. It is never offered.
  'en-XA': async () => (await import('@stet/editor/pseudo')).pseudoTranslation(english),
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
  readonly load?: (language: string) => Promise<Partial<SiteMessages>> | undefined
}

export function createWordsStore(options: WordsOptions): WordsStore {
  const { choice, browser, onLocale, load = (language) => translations[language]?.() } = options
  const listeners = new Set<() => void>()
  let words: SiteWords = createWords({ locale: 'en', source: english })
  let wanted = ''

  async function change(): Promise<void> {
    const locale = chooseLocale(choice.get(), browser)
    if (locale === wanted) return
    wanted = locale
    let translation: Partial<SiteMessages> | undefined
    try {
      translation = await load(matchLanguage(locale, spoken) ?? 'en')
    } catch {
      // Not to be had now (offline, say): the page goes on in the language it has.
      if (wanted === locale) wanted = words.locale
      return
    }
    // Meanwhile another one was chosen.
    if (wanted !== locale) return
    words = createWords({ locale, source: english, ...(translation && { translation }) })
    onLocale(locale, isRightToLeft(locale) ? 'rtl' : 'ltr')
    for (const listener of listeners) listener()
  }

  choice.subscribe(() => void change())
  return {
    get: () => words,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ready: change(),
  }
}
