// The second part of an editor: everything that can be done with the text, its menus included if there are any. For the whole
// editor it is a file of its own that is fetched while the first part is being shown.
import { collectFeatures } from './features/collect-features.ts'
import { makerOf } from './features/built-in.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { toFeature } from './features/own-features.ts'
import { checkMessages } from './check-messages.ts'
import type { EditorKind } from './editor-kind.ts'
import { createTranslator } from './messages/translate.ts'
import { mountEditor } from './mount-editor.ts'
import { readPresence } from './presence.ts'
import type { SecondPart } from './show-text.ts'
import type { ToolbarPlace } from './toolbar/toolbar-place.ts'
import { createToolbarPlace } from './toolbar/toolbar-place.ts'
import { toolbarKey } from './toolbar/toolbar-key.ts'

const noPopover: LinkPopover = { open() {}, close() {}, destroy() {} }

export function createSecondPart(kind: EditorKind): SecondPart {
  const { menus } = kind
  return {
    prepare(parts) {
      const { root, source, options, words, binding, first, schema, told } = parts
      checkMessages(options.messages, kind.english)
      const translate = createTranslator(words.locale, kind.english, words.messages)
      const { awareness, connection } = source
      const popover = menus?.createLinkPopover(root, translate) ?? noPopover
      const chosen = options.features ?? []
      const features = collectFeatures({
        first,
        undoSteps: binding.undoManager,
        schema,
        translate,
        onError: told.report,
        own: chosen.filter((feature) => !makerOf(feature)).map(toFeature),
        features: [...kind.features, ...chosen.flatMap((feature) => makerOf(feature) ?? [])],
        menus: menus && {
          host: root,
          openMenu: menus.openMenu,
          features: (menu, context) =>
            menus.features(menu, context, {
              history: binding,
              popover,
              findPeople: options.mentions,
              people: () => readPresence(awareness, translate),
              findFrame: options.embeds,
            }),
        },
        hasTypography: options.typography !== false,
        server: connection?.server,
        upload: options.upload === false ? undefined : (options.upload ?? connection?.server),
      })
      let toolbar: ToolbarPlace | undefined
      return {
        plugins: [toolbarKey(() => toolbar?.focus()), ...features.plugins],
        mount(text) {
          toolbar = createToolbarPlace({ text, menus, translate, actions: features.actions })
          return mountEditor({ text, kind, features, toolbar, popover, translate })
        },
      }
    },
  }
}
