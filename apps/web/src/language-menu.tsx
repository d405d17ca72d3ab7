// The language of the site: a native list, the one that every phone, screen reader and keyboard already knows. Each
// language has the name its own readers know; whoever took a wrong one finds the way back by the sign.
import { LanguageIcon } from './icons.tsx'
import { chooseLocale, offeredLanguages } from './language.ts'
import { languageStore } from './services.ts'
import { useStore } from './use-store.ts'
import { useWords } from './use-words.ts'

/** The list behind a sign. */
export function LanguageMenu() {
  const t = useWords()
  return (
    <span class="icon-button language-menu" data-tip={t('language')}>
      <LanguageIcon />
      <LanguageSelect label={t('language')} />
    </span>
  )
}

export interface LanguageSelectProps {
  /** Where nothing beside it names it. */
  readonly label?: string
  readonly id?: string
  readonly class?: string
}

export function LanguageSelect({ label, ...rest }: LanguageSelectProps) {
  const t = useWords()
  const choice = useStore(languageStore)
  return (
    <select
      {...rest}
      aria-label={label}
      value={choice}
      onChange={(event) => languageStore.set(event.currentTarget.value)}
    >
      <option value="auto">{t('languageOfBrowser', { language: browserLanguage(t.locale) })}</option>
      {offeredLanguages.map(({ tag, name }) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** In the words of the page: "As the browser (German)". */
function browserLanguage(locale: string): string {
  const tag = chooseLocale('auto', navigator.languages)
  return new Intl.DisplayNames(locale, { type: 'language' }).of(new Intl.Locale(tag).language) ?? tag
}
