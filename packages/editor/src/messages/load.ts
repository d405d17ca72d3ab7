// The words of the page's language: each is a file of its own, loaded when needed. English comes with the second part of the
// editor, but for the few words that the first part says.
import { featureWords } from '../features/define-feature.ts'
import type { EditorOptions } from '../options.ts'
import type { Messages } from './english.ts'
import { matchLanguage } from './words.ts'

type Load = () => Promise<Messages>

/** By language, or by the whole tag where that says more. */
export const languages: Readonly<Record<string, Load>> = {
  de: async () => (await import('./de.ts')).german,
  fr: async () => (await import('./fr.ts')).french,
  es: async () => (await import('./es.ts')).spanish,
  ar: async () => (await import('./ar.ts')).arabic,
  zh: async () => (await import('./zh.ts')).chinese,
  async 'en-XA'() {
    const [{ pseudoTranslation }, { english }] = await Promise.all([
      import('./pseudo.ts'),
      import('./english.ts'),
    ])
    return pseudoTranslation(english)
  },
}

/** Which of these languages a tag like `de-AT` or `zh-Hans-CN` means; `en` when there is none. */
export function languageOf(locale: string): string {
  return matchLanguage(locale, Object.keys(languages)) ?? 'en'
}

export interface LoadedWords {
  /** BCP 47. */
  readonly locale: string
  /** In that language, with the embedder's own; what is missing is said in English. */
  readonly messages: Partial<Messages>
}

/** Never rejects: a language whose file cannot be loaded (offline, say) is said in English. */
export async function loadWords(
  element: HTMLElement,
  { locale, messages, features = [] }: Pick<EditorOptions, 'locale' | 'messages' | 'features'>,
): Promise<LoadedWords> {
  const wanted = locale ?? pageLanguage(element)
  const own = await languages[languageOf(wanted)]?.().catch(() => undefined)
  return {
    locale: own ? wanted : (locale ?? 'en'),
    messages: { ...own, ...featureWords(features), ...messages },
  }
}

function pageLanguage(element: HTMLElement): string {
  const lang = element.closest('[lang]')?.getAttribute('lang') ?? ''
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
