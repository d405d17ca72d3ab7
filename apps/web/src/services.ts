// The few things of which a page has exactly one. Components take them from here; logic takes them as arguments.
import { createApi } from './api.ts'
import { createIdentityStore } from './identity.ts'
import { createRouter } from './router.ts'
import { createThemeStore } from './theme.ts'

export const router = createRouter()
export const api = createApi()
export const identityStore = createIdentityStore()
export const themeStore = createThemeStore()
/** For dates and times: the reader's own English, since the site's words are English. */
export const locale = navigator.languages.find((language) => /^en\b/i.test(language)) ?? 'en'
