// Makes an editor of a text that is shown: puts the rest of it into the page, keeps what stands around the text in step with
// what happens in it, and takes everything away again.
import type { EditorState, Transaction } from 'prosemirror-state'
import { createAroundText } from './around/around-text.ts'
import { keepFlagsInside } from './caret-flags.ts'
import { checkUser, fullColor } from './check-options.ts'
import { createCommands } from './commands.ts'
import { createContent } from './content.ts'
import type { Outdated } from './document-form.ts'
import type { CoreEditor } from './editor.ts'
import { showBlock } from './features/block-menu/block-link.ts'
import type { AllFeatures } from './features/collect-features.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { collectCommands } from './features/own-features.ts'
import type { Translator } from './messages/translate.ts'
import type { EditorUser } from './options.ts'
import { showOutdatedNotice } from './outdated-notice.ts'
import { readPresence, watchPresence } from './presence.ts'
import type { EditorKind } from './editor-kind.ts'
import type { ShownText } from './show-text.ts'
import { isRemote } from './state/transaction-origin.ts'
import type { ToolbarPlace } from './toolbar/toolbar-place.ts'
import { createUnknownContentView } from './unknown-content.ts'

export interface MountOptions {
  readonly text: ShownText
  readonly kind: Pick<EditorKind, 'commands' | 'methods'>
  readonly features: AllFeatures
  readonly toolbar: ToolbarPlace
  readonly translate: Translator
  readonly popover: LinkPopover
}

export function mountEditor(options: MountOptions): CoreEditor {
  const { text, kind, features, toolbar, popover, translate } = options
  const { root, page, view, source, binding, form, told } = text
  const { user, features: chosen = [] } = text.options
  const { doc, awareness, connection } = source
  const { events } = told
  let { earlyOutdated } = text

  const unknownContent = createUnknownContentView({ root, page, doc, translate })
  const flags = keepFlagsInside(view)
  const around = createAroundText({
    view,
    doc,
    awareness,
    translate,
    onMissed: (missed) => events.emit('missed', missed),
  })
  const { commands, can } = createCommands(collectCommands(kind.commands(binding), chosen), view)
  text.watch({ drawn, changed, outdated })
  changed()
  if (user) setUser(user)
  const offs = [
    watchPresence(awareness, translate, (people) => events.emit('presence', people)),
    connection?.on('status', (status) => events.emit('status', status)),
    connection?.on('error', told.report),
  ]

  let isDestroyed = false
  // In a turn of its own: the caller's `await` comes first, and with it the listeners.
  const announcing = setTimeout(() => told.announce(() => earlyOutdated && outdated(earlyOutdated)))

  return {
    view,
    doc,
    awareness,
    connection,
    // With those of the embedder's features; createEditor gives them their types.
    commands: commands as CoreEditor['commands'],
    can: can as CoreEditor['can'],
    get status() {
      return connection?.status
    },
    get presence() {
      return readPresence(awareness, translate)
    },
    on: (name, listener) => events.on(name, listener),
    ...createContent(view, doc),
    ...around.methods,
    ...kind.methods?.(view, { doc, translate, actions: features.actions }),
    setReadonly: (readonly) => text.setReadonly(readonly),
    setUser,
    focus: () => view.focus(),
    showBlock: (id) => showBlock(view, id),
    destroy() {
      if (isDestroyed) return
      isDestroyed = true
      clearTimeout(announcing)
      for (const off of offs) off?.()
      popover.destroy()
      flags.destroy()
      around.destroy()
      toolbar.destroy()
      unknownContent.hide()
      text.destroy()
    },
  }

  function drawn(tr: Transaction, before: EditorState): void {
    toolbar.changed()
    flags.drawn(tr)
    around.drawn(tr)
    if (tr.docChanged) events.emit('change', { remote: isRemote(tr) })
    const { selection } = view.state
    if (!selection.eq(before.selection)) {
      events.emit('selection', { from: selection.from, to: selection.to, empty: selection.empty })
    }
  }

  function changed(): void {
    if (text.isUnknown) unknownContent.show()
    else unknownContent.hide()
    if (!form.isOurs) showOutdatedNotice(page, translate('outdatedDocument'))
    toolbar.changed()
  }

  function outdated(news: Outdated): void {
    // The notice is there already; what listens for the event is not yet.
    if (told.isReady()) events.emit('outdated', news)
    else earlyOutdated = news
  }

  function setUser(user: EditorUser): void {
    checkUser(user)
    const full = { name: user.name, color: fullColor(user.color) }
    if (connection) connection.setUser(full)
    else awareness.setLocalState({ ...awareness.getLocalState(), user: full })
  }
}
