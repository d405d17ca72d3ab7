// What stands around the text: toolbar, menus, forms. `@stet/editor/core` is the editor without it.
import { blockMenu } from './features/block-menu/block-menu.ts'
import { bubbleToolbar } from './features/bubble-toolbar/bubble-toolbar.ts'
import { commandPalette } from './features/command-palette/command-palette.ts'
import type { FindFrame } from './features/embed/embed-commands.ts'
import { embeds } from './features/embed/embed.ts'
import { emoji } from './features/emoji/emoji.ts'
import type { Feature } from './features/feature.ts'
import { findAndReplace } from './features/find/find.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { createLinkPopover } from './features/link/link-popover.ts'
import type { FindPeople } from './features/mention/mention.ts'
import { matchPeople, mentions } from './features/mention/mention.ts'
import { shortcuts } from './features/shortcuts/shortcuts.ts'
import { slashMenu } from './features/slash-menu/slash-menu.ts'
import type { Translator } from './messages/translate.ts'
import type { Person } from './presence.ts'
import type { Toolbar } from './toolbar/toolbar.ts'
import { createToolbar } from './toolbar/toolbar.ts'
import type { EditorUI } from './ui/editor-ui.ts'
import type { MenuContext } from './ui/menu-context.ts'

export interface MenuOptions {
  /** Undefined: among those who are here. */
  readonly findPeople: FindPeople | undefined
  readonly people: () => readonly Person[]
  readonly findFrame: FindFrame | undefined
}

/** The interface of an editor; second-part.ts puts it around the text. */
export interface Menus {
  features(menu: MenuContext, options: MenuOptions): readonly Feature[]
  createToolbar(ui: EditorUI, more: readonly string[]): Toolbar
  createLinkPopover(host: HTMLElement, translate: Translator): LinkPopover
}

export const menus: Menus = {
  features: (menu, { findPeople, people, findFrame }) => [
    slashMenu(menu),
    emoji(menu),
    embeds({ menu, ...(findFrame ? { findFrame } : {}) }),
    mentions(menu, findPeople ?? ((query) => matchPeople(people(), query))),
    bubbleToolbar(menu),
    commandPalette(menu),
    shortcuts(menu),
    blockMenu(menu),
    findAndReplace(menu),
  ],
  createToolbar,
  createLinkPopover,
}
