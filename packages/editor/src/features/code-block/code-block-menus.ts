// Code on a page with menus: its language above it, its words in colours.
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { codeBlockCommands, isCodeBlockActive } from './code-block.ts'
import { codeViews, languageAction } from './code-view.ts'
import { highlighting } from './highlighting.ts'

export function codeBlockMenus(menu: MenuContext): Feature {
  return {
    name: 'code-block-menus',
    plugins: [codeViews(menu), highlighting()],
    actions: [
      {
        id: 'toggleCodeBlock',
        label: 'toggleCodeBlock',
        icon: 'code-block',
        group: 'groupText',
        keys: 'Mod-Alt-C',
        typed: '``` ',
        keywords: 'toggleCodeBlockWords',
        inSlashMenu: true,
        command: codeBlockCommands.toggleCodeBlock(),
        isActive: isCodeBlockActive,
      },
      languageAction,
    ],
  }
}
