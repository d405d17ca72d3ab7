// One button that walks through system, light and dark, and says in its name which one holds.
import { MoonIcon, SunIcon, SystemIcon } from './icons.tsx'
import { themeStore } from './services.ts'
import { nextTheme, type Theme } from './theme.ts'
import { useStore } from './use-store.ts'

const icons = { system: SystemIcon, light: SunIcon, dark: MoonIcon } as const
const words: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' }

export function ThemeToggle() {
  const theme = useStore(themeStore)
  const next = nextTheme(theme)
  const Icon = icons[theme]
  return (
    <button
      type="button"
      class="icon-button theme-toggle"
      aria-label={`Theme: ${words[theme]}. Switch to ${words[next]}`}
      data-tip={`Theme: ${words[theme]}`}
      onClick={() => themeStore.set(next)}
    >
      <Icon />
    </button>
  )
}
