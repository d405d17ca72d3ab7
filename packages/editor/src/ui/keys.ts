// Shortcuts as people of the platform read them.

export function isApplePlatform(): boolean {
  return /Mac|iP(?:hone|ad|od)/.test(navigator.platform)
}

/** `Mod-Shift-8` as people of the platform write it: `⇧⌘8`, or `Ctrl+Shift+8`. */
export function shownKeys(keys: string, isApple: boolean): string {
  if (!isApple) return withArrows(keys).replace('Mod', 'Ctrl').replaceAll('-', '+')
  const parts = withArrows(keys).split('-')
  // The order in which Apple writes them.
  const signs = [
    ['Ctrl', '⌃'],
    ['Alt', '⌥'],
    ['Shift', '⇧'],
    ['Mod', '⌘'],
  ] as const
  const held = signs.filter(([name]) => parts.includes(name)).map(([, sign]) => sign)
  return [...held, parts.at(-1)].join('')
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(keys: string, isApple: boolean): string {
  return keys.replace('Mod', isApple ? 'Meta' : 'Control').replaceAll('-', '+')
}

function withArrows(keys: string): string {
  const arrows = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }
  return keys.replace(/Arrow(?:Up|Down|Left|Right)$/, (name) => arrows[name as keyof typeof arrows])
}
