// The second part of an editor: everything that can be done with the text, its menus included if the door has any. It is one
// file that is fetched while the first part is being shown.
import { createAllFeatures } from './all-features.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { toFeature } from './features/own-features.ts'
import type { Menus } from './menus.ts'
import { checkMessages } from './check-messages.ts'
import { createTranslator } from './messages/translate.ts'
import { mountEditor } from './mount-editor.ts'
import { readPresence } from './presence.ts'
import type { SecondPart } from './show-text.ts'
import type { ToolbarPlace } from './toolbar/toolbar-place.ts'
import { createToolbarPlace } from './toolbar/toolbar-place.ts'
import { toolbarKey } from './toolbar/toolbar-key.ts'

const noPopover: LinkPopover = { open() {}, close() {}, destroy() {} }

/** Without menus there is nothing around the text. */
export function createSecondPart(menus: Menus | undefined): SecondPart {
  return {
    prepare(parts) {
      const { root, source, options, words, binding, first, schema, told } = parts
      checkMessages(options.messages)
      const translate = createTranslator(words.locale, words.messages)
      const { awareness, connection } = source
      const popover = menus?.createLinkPopover(root, translate) ?? noPopover
      const features = createAllFeatures({
        first,
        history: binding,
        ...(menus && { host: root }),
        schema,
        translate,
        popover,
        onError: told.report,
        own: (options.features ?? []).map(toFeature),
        menus: (menu) =>
          menus?.features(menu, {
            findPeople: options.mentions,
            people: () => readPresence(awareness, translate),
            findFrame: options.embeds,
          }) ?? [],
        typography: options.typography !== false,
        server: connection?.server,
        upload: options.upload === false ? undefined : (options.upload ?? connection?.server),
      })
      let toolbar: ToolbarPlace | undefined
      return {
        plugins: [toolbarKey(() => toolbar?.focus()), ...features.plugins],
        mount(text) {
          toolbar = createToolbarPlace({ text, menus, translate, actions: features.actions })
          return mountEditor({ text, features, toolbar, popover, translate })
        },
      }
    },
  }
}
