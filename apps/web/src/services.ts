// The few things of which a page has exactly one. Components take them from here; logic takes them as arguments.
import { createIdentityStore } from './identity.ts'
import { createOutlineShownStore } from './outline-shown.ts'
import { createRouter } from './router.ts'
import { createLanguageStore, createWordsStore } from './language.ts'
import { createThemeStore } from './theme.ts'

export const router = createRouter()
export const identityStore = createIdentityStore()
export const outlineShownStore = createOutlineShownStore()
export const themeStore = createThemeStore()
export const languageStore = createLanguageStore()
export const wordsStore = createWordsStore({
  choice: languageStore,
  browser: navigator.languages,
  onLocale(locale, direction) {
    document.documentElement.lang = locale
    document.documentElement.dir = direction
  },
})
