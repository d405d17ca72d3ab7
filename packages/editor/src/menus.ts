// What stands around the text: toolbar, menus, forms. `@stet/editor/core` is the editor without it.
import { blockMenu } from './features/block-menu/block-menu.ts'
import { bubbleToolbar } from './features/bubble-toolbar/bubble-toolbar.ts'
import { codeBlockMenus } from './features/code-block/code-block-menus.ts'
import { colorMenus } from './features/colors/color-menus.ts'
import { commandPalette } from './features/command-palette/command-palette.ts'
import type { FindFrame } from './features/embed/embed-commands.ts'
import { embeds } from './features/embed/embed.ts'
import { emoji } from './features/emoji/emoji.ts'
import type { Feature } from './features/feature.ts'
import type { FeatureContext } from './features/feature-context.ts'
import { figureMenus } from './features/figure/figure-tools.ts'
import { findAndReplace } from './features/find/find.ts'
import type { History } from './features/history/history.ts'
import { linkMenus } from './features/link/link-hover.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { createLinkPopover } from './features/link/link-popover.ts'
import { mathMenus } from './features/math/math-menus.ts'
import type { FindPeople } from './features/mention/mention.ts'
import { matchPeople, mentions } from './features/mention/mention.ts'
import { shortcuts } from './features/shortcuts/shortcuts.ts'
import { slashMenu } from './features/slash-menu/slash-menu.ts'
import { tableMenus } from './features/table/table-menu-actions.ts'
import { uploadActions } from './features/upload/upload-actions.ts'
import { replacePicture } from './features/upload/uploads.ts'
import { menuActions } from './menu-actions.ts'
import type { Translator } from './messages/translate.ts'
import type { Person } from './presence.ts'
import type { Toolbar } from './toolbar/toolbar.ts'
import { createToolbar } from './toolbar/toolbar.ts'
import type { EditorUI } from './ui/editor-ui.ts'
import type { MenuContext } from './ui/menu-context.ts'
import { openMenu } from './ui/menu.ts'

export interface MenuOptions {
  readonly history: History
  readonly popover: LinkPopover
  /** Undefined: among those who are here. */
  readonly findPeople: FindPeople | undefined
  readonly people: () => readonly Person[]
  readonly findFrame: FindFrame | undefined
}

/** The interface of an editor; second-part.ts puts it around the text. */
export interface Menus {
  features(menu: MenuContext, context: FeatureContext, options: MenuOptions): readonly Feature[]
  readonly openMenu: typeof openMenu
  createToolbar(ui: EditorUI, more: readonly string[]): Toolbar
  createLinkPopover(host: HTMLElement, translate: Translator): LinkPopover
}

export const menus: Menus = {
  features: (menu, { translate, upload }, { history, popover, findPeople, people, findFrame }) => [
    ...menuActions(history),
    colorMenus(menu),
    mathMenus(menu),
    codeBlockMenus(menu),
    tableMenus(menu),
    ...(upload ? [{ name: 'uploads', actions: uploadActions }] : []),
    figureMenus({ host: menu.host, translate, replace: upload && replacePicture }),
    linkMenus(menu, popover),
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
  openMenu,
  createToolbar,
  createLinkPopover,
}
