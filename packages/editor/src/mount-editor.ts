// Puts the parts of an editor into its root element, keeps what stands around the text in step with what happens in it, and
// takes everything away again.
import { safeBinding, UnknownContentError } from '@stet/binding'
import { createBlockId, documentFromYjs, documentToJSON, fragmentName, toHTML, toText } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import { createAroundText } from './around/around-text.ts'
import type { CaretFlags } from './caret-flags.ts'
import { keepFlagsInside } from './caret-flags.ts'
import { createCommands } from './commands.ts'
import { createView } from './create-view.ts'
import type { Outdated } from './document-form.ts'
import { watchDocumentForm } from './document-form.ts'
import type { Editor, EditorEvents } from './editor.ts'
import { createEmitter } from './events.ts'
import { showBlock } from './features/block-menu/block-link.ts'
import { createLinkPopover } from './features/link/link-popover.ts'
import { matchPeople } from './features/mention/mention.ts'
import type { Translator } from './messages/translate.ts'
import type { EditorOptions, EditorUser } from './options.ts'
import { checkUser, fullColor } from './options.ts'
import { showOutdatedNotice } from './outdated-notice.ts'
import { readPresence, watchPresence } from './presence.ts'
import type { Source } from './source.ts'
import { isRemote } from './state/transaction-origin.ts'
import { createStarter, starterCommands } from './starter.ts'
import type { Toolbar } from './toolbar/toolbar.ts'
import { createToolbar, toolbarKey } from './toolbar/toolbar.ts'
import { createUnknownContentView } from './unknown-content.ts'

export interface MountOptions {
  /** Empty, and in the page. */
  readonly root: HTMLElement
  /** Its document is ready to be shown. */
  readonly source: Source
  readonly options: EditorOptions
  readonly translate: Translator
}

export function mountEditor({ root, source, options, translate }: MountOptions): Editor {
  const { doc, awareness, connection } = source
  const events = createEmitter<EditorEvents>([
    'ready',
    'change',
    'selection',
    'status',
    'presence',
    'divergence',
    'outdated',
    'missed',
    'error',
  ])
  // What is to be told while the first content is drawn is told after `ready`: nobody can listen before.
  let early: Error[] | undefined = []
  let earlyOutdated: EditorEvents['outdated'] | undefined
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
    mayWrite: options.readonly !== true && connection?.status.state !== 'readonly',
    onOutdated,
  })
  const popover = createLinkPopover(root, translate)
  const binding = safeBinding(doc.getXmlFragment(fragmentName), {
    awareness,
    onError(error) {
      if (error instanceof UnknownContentError) unknownContent.show()
      report(error)
    },
    onDivergence(divergence) {
      // Never expected, and worth a bug report: it is in the console too, whoever listens.
      console.error('stet: divergence', JSON.stringify(divergence))
      events.emit('divergence', divergence)
    },
  })
  const starter = createStarter({
    history: binding,
    host: root,
    translate,
    popover,
    placeholder: options.placeholder ?? translate('placeholder'),
    onError: report,
    findPeople: options.mentions ?? ((query) => matchPeople(readPresence(awareness), query)),
    ...(options.embeds ? { findFrame: options.embeds } : {}),
    typography: options.typography !== false,
    createId: () => createBlockId((length) => crypto.getRandomValues(new Uint8Array(length))),
    server: connection?.server,
    upload: options.upload === false ? undefined : (options.upload ?? connection?.server),
  })
  const view = createView({
    place: page,
    binding,
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
  const { commands, can } = createCommands(starterCommands(binding), view)
  if (options.toolbar !== false && options.readonly !== true) {
    toolbar = createToolbar({ view, actions: starter.actions, translate })
    root.prepend(toolbar.element)
  }
  if (options.user) setUser(options.user)
  const offs = [
    watchPresence(awareness, (people) => events.emit('presence', people)),
    connection?.on('status', (status) => {
      showStatus()
      showEditable()
      events.emit('status', status)
    }),
    connection?.on('error', report),
  ]
  showStatus()
  showForm()

  let isDestroyed = false
  // In a turn of its own: the caller's `await` comes first, and with it the listeners.
  const announcing = setTimeout(announce)

  return {
    view,
    doc,
    awareness,
    connection,
    commands,
    can,
    get status() {
      return connection?.status
    },
    get presence() {
      return readPresence(awareness)
    },
    on: (name, listener) => events.on(name, listener),
    getHTML: () => toHTML(documentFromYjs(doc)),
    getText: () => toText(documentFromYjs(doc)),
    getJSON: () => documentToJSON(doc),
    ...around.methods,
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
    return options.readonly !== true && connection?.status.state !== 'readonly' && form.isOurs
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
    if (early) {
      // Before there is a view; the notice comes with it.
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

  function report(error: Error): void {
    if (early) early.push(error)
    else events.emit('error', error)
  }

  function announce(): void {
    const errors = early ?? []
    early = undefined
    events.emit('ready', undefined)
    if (earlyOutdated) onOutdated(earlyOutdated)
    for (const error of errors) events.emit('error', error)
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
