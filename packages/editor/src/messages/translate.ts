// Looks words up and fills them in. What the table of a language lacks (an embedder's own table may be partial) is said in
// English rather than not at all.
import { english } from './english.ts'
import type { MessageKey, Messages, Plural } from './english.ts'

export interface Translator {
  /** `translate('words', { count: 3 })`: "3 words". Values are texts of their own and are never looked into again. */
  (key: MessageKey, values?: Readonly<Record<string, string | number>>): string
  /** BCP 47, as given. */
  readonly locale: string
}

/** Words in `locale`, from `messages`. The locale also decides plural forms and how numbers are written. */
export function createTranslator(locale: string, messages: Partial<Messages> = {}): Translator {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)

  function translate(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
    const found: string | Plural = messages[key] ?? english[key]
    const words = typeof found === 'string' ? found : pluralForm(found, values['count'])
    return words.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? numbers.format(value) : value
    })
  }

  function pluralForm(forms: Plural, count: string | number | undefined): string {
    return (typeof count === 'number' ? forms[plurals.select(count)] : undefined) ?? forms.other
  }

  return Object.assign(translate, { locale })
}
