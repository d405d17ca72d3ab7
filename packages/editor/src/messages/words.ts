// Looks words up in a table and fills them in. It knows no table of its own, so that the editor and a site around it can
// each have theirs (`@stet/editor/words`). What the table of a language lacks (an embedder's own may be partial) is said
// in the source language rather than not at all.

/** Forms by plural category, as Intl.PluralRules names them; `other` is the one every language has. */
export interface Plural {
  readonly zero?: string
  readonly one?: string
  readonly two?: string
  readonly few?: string
  readonly many?: string
  readonly other: string
}

/** Names in braces are filled in; where the number `count` decides the form, there is one for each plural category. */
export type WordTable = Readonly<Record<string, string | Plural>>

/** The same keys in another language: one that is missing does not compile. */
export type TranslationOf<Table extends WordTable> = {
  readonly [Key in keyof Table]: Table[Key] extends string ? string : Plural
}

export type WordValues = Readonly<Record<string, string | number>>

export interface Words<Key extends string> {
  /** `words('waiting', { count: 3 })`: "3 changes". Values are texts of their own and are never looked into again. */
  (key: Key, values?: WordValues): string
  /** BCP 47, as given. */
  readonly locale: string
}

export interface WordOptions<Table extends WordTable> {
  /** Also decides plural forms and how numbers are written. */
  readonly locale: string
  /** The source language: it has every key. */
  readonly source: Table
  readonly translation?: Partial<TranslationOf<Table>>
}

export function createWords<Table extends WordTable>(
  options: WordOptions<Table>,
): Words<keyof Table & string> {
  const { locale, source, translation = {} } = options
  const own: Partial<Record<string, string | Plural>> = translation
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)

  function words(key: keyof Table & string, values: WordValues = {}): string {
    const found: string | Plural = own[key] ?? source[key] ?? key
    const text = typeof found === 'string' ? found : pluralForm(found, values['count'])
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? numbers.format(value) : value
    })
  }

  function pluralForm(forms: Plural, count: string | number | undefined): string {
    return (typeof count === 'number' ? forms[plurals.select(count)] : undefined) ?? forms.other
  }

  return Object.assign(words, { locale })
}

/** Which of the offered languages a tag like `de-AT` or `zh-Hans-CN` means; `undefined` when none. */
export function matchLanguage(locale: string, offered: readonly string[]): string | undefined {
  if (offered.includes(locale)) return locale
  const { language, script } = new Intl.Locale(locale).maximize()
  // Traditional Chinese is not the simplified one in other clothes.
  if (language === 'zh' && script !== 'Hans') return undefined
  return language !== undefined && offered.includes(language) ? language : undefined
}

/** Whether the script of this language is written from right to left. */
export function isRightToLeft(locale: string): boolean {
  const { script = '' } = new Intl.Locale(locale).maximize()
  return rightToLeftScripts.has(script)
}

const rightToLeftScripts: ReadonlySet<string> = new Set([
  'Arab',
  'Hebr',
  'Syrc',
  'Thaa',
  'Nkoo',
  'Adlm',
  'Rohg',
])
