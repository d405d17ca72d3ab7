// Pages of other sites: put there from the slash menu, or offered when the address of a video is pasted into an empty line.
import { embedFrame } from '@stet/document'
import { Plugin } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { linkCommands } from '../link/link-commands.ts'
import type { FindFrame } from './embed-commands.ts'
import { insertEmbed } from './embed-commands.ts'
import { createEmbedView } from './embed-view.ts'

export interface EmbedsOptions {
  readonly menu: MenuContext
  /** Default: the sites @stet/document knows. */
  readonly findFrame?: FindFrame
}

const example = 'https://a.example'

export function embeds({ menu, findFrame = embedFrame }: EmbedsOptions): Feature {
  const open: Command = (state, dispatch, view) => {
    if (!insertEmbed({ href: example })(state)) return false
    if (dispatch && view) void openForm(view)
    return true
  }

  async function openForm(view: EditorView): Promise<void> {
    const { openEmbedForm } = await import('./embed-forms.ts')
    if (!view.isDestroyed) openEmbedForm({ view, menu, findFrame })
  }

  async function offer(view: EditorView, href: string): Promise<void> {
    const { offerEmbed } = await import('./embed-forms.ts')
    if (!view.isDestroyed) offerEmbed({ view, menu, href })
  }

  return {
    name: 'embed',
    actions: [
      {
        id: 'insertEmbed',
        label: 'insertEmbed',
        icon: 'embed',
        group: 'groupInsert',
        keywords: 'insertEmbedWords',
        inSlashMenu: true,
        command: open,
      },
    ],
    plugins: [
      new Plugin({
        props: {
          nodeViews: {
            embed: (node) => createEmbedView(node, { findFrame, translate: menu.translate }),
          },
          handlePaste(view, event) {
            const text = event.clipboardData?.getData('text/plain').trim() ?? ''
            const { empty, $from } = view.state.selection
            if (!empty || $from.parent.content.size > 0 || !/^https:\/\/\S+$/i.test(text)) return false
            if (findFrame(text) === null || !insertEmbed({ href: text })(view.state)) return false
            if (!linkCommands.setLink({ href: text, text })(view.state, view.dispatch)) return false
            menu.undoSteps.stopCapturing()
            void offer(view, text)
            return true
          },
        },
      }),
    ],
  }
}
