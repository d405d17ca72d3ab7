// The words of the page's language. English is always there; each other language is a file of its own, loaded when needed.
import { featureWords } from '../features/define-feature.ts'
import type { EditorOptions } from '../options.ts'
import type { Messages } from './english.ts'
import { english } from './english.ts'
import type { Translator } from './translate.ts'
import { createTranslator } from './translate.ts'
import { matchLanguage } from './words.ts'

type Load = () => Promise<Messages>

/** By language, or by the whole tag where that says more. */
export const languages: Readonly<Record<string, Load>> = {
  de: async () => (await import('./de.ts')).german,
  fr: async () => (await import('./fr.ts')).french,
  es: async () => (await import('./es.ts')).spanish,
  ar: async () => (await import('./ar.ts')).arabic,
  zh: async () => (await import('./zh.ts')).chinese,
  'en-XA': async () => (await import('./pseudo.ts')).pseudoTranslation(english),
}

/** Which of these languages a tag like `de-AT` or `zh-Hans-CN` means; `en` when there is none. */
export function languageOf(locale: string): string {
  return matchLanguage(locale, Object.keys(languages)) ?? 'en'
}

/** Never rejects: a language whose file cannot be loaded (offline, say) is said in English. */
export async function loadTranslator(
  element: HTMLElement,
  { locale, messages, features = [] }: Pick<EditorOptions, 'locale' | 'messages' | 'features'>,
): Promise<Translator> {
  const wanted = locale ?? pageLanguage(element)
  const own = await languages[languageOf(wanted)]?.().catch(() => undefined)
  return createTranslator(own ? wanted : (locale ?? 'en'), {
    ...own,
    ...featureWords(features),
    ...messages,
  })
}

function pageLanguage(element: HTMLElement): string {
  const lang = element.closest('[lang]')?.getAttribute('lang') ?? ''
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
