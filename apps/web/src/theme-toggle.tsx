// One button that walks through system, light and dark, and says in its name which one holds.
import { MoonIcon, SunIcon, SystemIcon } from './icons.tsx'
import { themeStore } from './services.ts'
import { nextTheme } from './theme.ts'
import { useStore } from './use-store.ts'
import { useWords } from './use-words.ts'

const icons = { system: SystemIcon, light: SunIcon, dark: MoonIcon } as const
const names = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const

export function ThemeToggle() {
  const t = useWords()
  const theme = useStore(themeStore)
  const next = nextTheme(theme)
  const Icon = icons[theme]
  return (
    <button
      type="button"
      class="icon-button theme-toggle"
      aria-label={t('switchTheme', { theme: t(names[theme]), next: t(names[next]) })}
      data-tip={t('theme', { theme: t(names[theme]) })}
      onClick={() => themeStore.set(next)}
    >
      <Icon />
    </button>
  )
}
