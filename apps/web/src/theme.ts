// Light, dark, or as the system says. The choice is remembered, and set on <html data-theme> where the styles read it.
// public/theme.js sets it once before the first paint; this file owns it afterwards.
import { browserStorage, createRemembered, shareBetweenTabs, type Remembered } from './remembered.ts'

export type Theme = 'system' | 'light' | 'dark'

const key = 'stet.theme'

function decodeTheme(text: string): Theme | undefined {
  return text === 'system' || text === 'light' || text === 'dark' ? text : undefined
}

/** The order in which the one button walks through the themes. */
export function nextTheme(theme: Theme): Theme {
  switch (theme) {
    case 'system':
      return 'light'
    case 'light':
      return 'dark'
    case 'dark':
      return 'system'
    default:
      return theme satisfies never
  }
}

export function createThemeStore(): Remembered<Theme> {
  const store = createRemembered<Theme>({
    key,
    decode: decodeTheme,
    encode: (theme) => theme,
    initial: () => 'system',
    storage: browserStorage(),
  })
  store.subscribe(() => applyTheme(store.get()))
  applyTheme(store.get())
  shareBetweenTabs(key, store)
  return store
}

// The browser's own bar around the page: the same papers as --stet-bg, which a <meta> cannot refer to.
const paper = { light: '#fdfcfa', dark: '#17181b' } as const

function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const system = meta.media.includes('dark') ? 'dark' : 'light'
    meta.content = paper[theme === 'system' ? system : theme]
  }
}
