// Every menu and dialog of the editor that has keys, one after the other: for what must hold in all of them.
import type { Person } from './browser.ts'
import { write } from './writing.ts'

const menus = [
  { keys: '/', opened: '.stet-listbox', after: '{Backspace}' },
  { keys: '{Alt+/}', opened: '.stet-palette' },
  { keys: '{Control+/}', opened: '[role="dialog"], dialog[open]' },
  { keys: '{Control+Alt+m}', opened: '[role="menu"]' },
  { keys: '{Shift+ArrowUp}', opened: '[role="toolbar"].stet-popup' },
  { keys: '{Control+k}', opened: '.stet-link-popover' },
]

/** The caret must be in an empty line below others. `look` is called with each of them open. */
export async function inEachMenu(person: Person, look: (opened: string) => Promise<void>): Promise<void> {
  const { page } = person
  for (const { keys, opened, after = '' } of menus) {
    await write(person, keys)
    await page.locator(opened).first().waitFor()
    await look(opened)
    await write(person, '{Escape}')
    await page.locator(opened).first().waitFor({ state: 'detached' })
    await page.locator('.ProseMirror:focus').waitFor()
    await write(person, after)
  }
}
