// Puts the parts of an editor into its root element, keeps what stands around the text in step with what happens in it, and
// takes everything away again.
import { safeBinding, UnknownContentError } from '@stet/binding'
import { createBlockId, fragmentName } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import { createAroundText } from './around/around-text.ts'
import type { CaretFlags } from './caret-flags.ts'
import { keepFlagsInside } from './caret-flags.ts'
import { createCommands } from './commands.ts'
import { createContent } from './content.ts'
import { createView } from './create-view.ts'
import type { Outdated } from './document-form.ts'
import { watchDocumentForm } from './document-form.ts'
import type { Editor } from './editor.ts'
import { createEditorEvents } from './editor-events.ts'
import { showBlock } from './features/block-menu/block-link.ts'
import { collectCommands, extendSchema, toFeature } from './features/define-feature.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { matchPeople } from './features/mention/mention.ts'
import type { Menus } from './menus.ts'
import type { Translator } from './messages/translate.ts'
import type { EditorOptions, EditorUser } from './options.ts'
import { checkUser, fullColor } from './check-options.ts'
import { showOutdatedNotice } from './outdated-notice.ts'
import { readPresence, watchPresence } from './presence.ts'
import type { Source } from './given-source.ts'
import { isRemote } from './state/transaction-origin.ts'
import { createStarter, starterCommands } from './starter.ts'
import type { Toolbar } from './toolbar/toolbar.ts'
import { toolbarKey } from './toolbar/toolbar-key.ts'
import { createUnknownContentView } from './unknown-content.ts'

const noPopover: LinkPopover = { open() {}, close() {}, destroy() {} }

export interface MountOptions {
  /** Empty, and in the page. */
  readonly root: HTMLElement
  /** Its document is ready to be shown. */
  readonly source: Source
  readonly options: EditorOptions
  readonly translate: Translator
  /** What stands around the text; undefined: nothing. */
  readonly menus: Menus | undefined
}

export function mountEditor({ root, source, options, translate, menus }: MountOptions): Editor {
  const ownFeatures = options.features ?? []
  const schema = extendSchema(ownFeatures)
  let isReadonly = options.readonly === true
  const { doc, awareness, connection } = source
  const told = createEditorEvents()
  const { events } = told
  // A document of a newer form that is found before there is a view.
  let earlyOutdated: Outdated | undefined
  let toolbar: Toolbar | undefined
  let flags: CaretFlags | undefined
  let around: ReturnType<typeof createAroundText> | undefined

  const page = root.ownerDocument.createElement('div')
  page.className = 'stet-page'
  root.append(page)
  const unknownContent = createUnknownContentView(root, page, doc)
  // Before the binding reads the document, which may have to be brought up to date first.
  const form = watchDocumentForm({
    doc,
    connection,
    mayWrite: !isReadonly && connection?.status.state !== 'readonly',
    onOutdated,
  })
  const popover = menus?.createLinkPopover(root, translate) ?? noPopover
  const binding = safeBinding(doc.getXmlFragment(fragmentName), {
    awareness,
    onError(error) {
      if (error instanceof UnknownContentError) unknownContent.show()
      told.report(error)
    },
    onDivergence(divergence) {
      // Never expected, and worth a bug report: it is in the console too, whoever listens.
      console.error('stet: divergence', JSON.stringify(divergence))
      events.emit('divergence', divergence)
    },
  })
  const starter = createStarter({
    history: binding,
    ...(menus && { host: root }),
    schema,
    translate,
    popover,
    placeholder: options.placeholder ?? translate('placeholder'),
    onError: told.report,
    own: ownFeatures.map(toFeature),
    menus: (menu) =>
      menus?.features(menu, {
        findPeople: options.mentions ?? ((query) => matchPeople(readPresence(awareness), query)),
        findFrame: options.embeds,
      }) ?? [],
    typography: options.typography !== false,
    createId: () => createBlockId((length) => crypto.getRandomValues(new Uint8Array(length))),
    server: connection?.server,
    upload: options.upload === false ? undefined : (options.upload ?? connection?.server),
  })
  const view = createView({
    place: page,
    binding,
    schema,
    label: options.label ?? translate('documentLabel'),
    isEditable,
    plugins: [toolbarKey(() => toolbar?.focus()), ...starter.plugins],
    onTransaction(tr, before, after) {
      const { selection } = after
      if (unknownContent.isShown && bindingAllowsEditing(after)) unknownContent.hide()
      showStatus()
      toolbar?.changed()
      flags?.drawn(tr)
      around?.drawn(tr)
      if (tr.docChanged) {
        if (!isRemote(tr)) form.edited()
        events.emit('change', { remote: isRemote(tr) })
      }
      if (!selection.eq(before.selection)) {
        events.emit('selection', { from: selection.from, to: selection.to, empty: selection.empty })
      }
    },
  })
  flags = keepFlagsInside(view)
  around = createAroundText({
    view,
    doc,
    awareness,
    actions: starter.actions,
    translate,
    onMissed: (missed) => events.emit('missed', missed),
  })
  let wasEditable = isEditable()
  const { commands, can } = createCommands(collectCommands(starterCommands(binding), ownFeatures), view)
  if (!isReadonly) showToolbar()
  if (options.user) setUser(options.user)
  const offs = [
    watchPresence(awareness, (people) => events.emit('presence', people)),
    connection?.on('status', (status) => {
      showStatus()
      showEditable()
      events.emit('status', status)
    }),
    connection?.on('error', told.report),
  ]
  showStatus()
  showForm()

  let isDestroyed = false
  // In a turn of its own: the caller's `await` comes first, and with it the listeners.
  const announcing = setTimeout(() => told.announce(() => earlyOutdated && onOutdated(earlyOutdated)))

  return {
    view,
    doc,
    awareness,
    connection,
    // With those of the embedder's features; createEditor gives them their types.
    commands: commands as Editor['commands'],
    can: can as Editor['can'],
    get status() {
      return connection?.status
    },
    get presence() {
      return readPresence(awareness)
    },
    on: (name, listener) => events.on(name, listener),
    ...createContent(view, doc),
    ...around.methods,
    setReadonly(readonly) {
      isReadonly = readonly
      if (!readonly) showToolbar()
      showEditable()
    },
    setUser,
    focus: () => view.focus(),
    showBlock: (id) => showBlock(view, id),
    destroy() {
      if (isDestroyed) return
      isDestroyed = true
      clearTimeout(announcing)
      for (const off of offs) off?.()
      events.clear()
      popover.destroy()
      flags?.destroy()
      around?.destroy()
      toolbar?.destroy()
      unknownContent.hide()
      form.destroy()
      view.destroy()
      binding.destroy()
      root.remove()
      source.release()
    },
  }

  function isEditable(): boolean {
    return !isReadonly && connection?.status.state !== 'readonly' && form.isOurs
  }

  function showToolbar(): void {
    if (toolbar || options.toolbar === false || !menus) return
    const more = ownFeatures.flatMap(({ items = [] }) => items.filter((item) => item.toolbar === true))
    toolbar = menus.createToolbar(
      { view, actions: starter.actions, translate },
      more.map(({ id }) => id),
    )
    root.prepend(toolbar.element)
  }

  function showEditable(): void {
    // Only then: it draws the editor's caret anew, over one that was just moved and is not known yet.
    if (isEditable() !== wasEditable) {
      wasEditable = isEditable()
      view.setProps({})
    }
    toolbar?.changed()
  }

  function onOutdated(outdated: Outdated): void {
    if (!told.isReady()) {
      // The notice comes with the view.
      earlyOutdated = outdated
      return
    }
    showForm()
    events.emit('outdated', outdated)
  }

  function showForm(): void {
    if (form.isOurs) return
    showOutdatedNotice(page, translate('outdatedDocument'))
    showStatus()
    showEditable()
  }

  function bindingAllowsEditing(state: EditorState): boolean {
    return binding.plugins.every((plugin) => plugin.props.editable?.call(plugin, state) !== false)
  }

  function showStatus(): void {
    const state = unknownContent.isShown || !form.isOurs ? 'readonly' : connection?.status.state
    if (state === undefined) root.removeAttribute('data-stet-status')
    else if (root.dataset['stetStatus'] !== state) root.dataset['stetStatus'] = state
  }

  function setUser(user: EditorUser): void {
    checkUser(user)
    const full = { name: user.name, color: fullColor(user.color) }
    if (connection) connection.setUser(full)
    else awareness.setLocalState({ ...awareness.getLocalState(), user: full })
  }
}
