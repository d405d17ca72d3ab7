// The first part of an editor: the text, shared, in sight, and ready for letters. What can be done with it besides comes with
// the second part (second-part.ts), as a rule before anybody has looked at the page.
import type { SafeBinding } from '@stet/binding'
import { safeBinding, UnknownContentError } from '@stet/binding'
import { createBlockId, fragmentName } from '@stet/document'
import type { Schema } from 'prosemirror-model'
import type { EditorState, Plugin, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { createView } from './create-view.ts'
import type { DocumentForm, Outdated } from './document-form.ts'
import { watchDocumentForm } from './document-form.ts'
import type { CoreEditor } from './editor.ts'
import type { EditorEventSource } from './editor-events.ts'
import { createEditorEvents } from './editor-events.ts'
import { extendSchema } from './features/define-feature.ts'
import type { FirstFeatures } from './features/first-features.ts'
import { createFirstFeatures } from './features/first-features.ts'
import { readSelection } from './features/fresh-selection.ts'
import type { Source } from './given-source.ts'
import type { HeldInput } from './hold-input.ts'
import type { FirstTranslator } from './messages/first-words.ts'
import type { LoadedWords } from './messages/load.ts'
import { createNodeViewTable } from './node-view-table.ts'
import type { EditorOptions } from './options.ts'
import { isRemote } from './state/transaction-origin.ts'

export interface ShowTextOptions {
  /** Empty, and in the page. */
  readonly root: HTMLElement
  /** Its document is ready to be shown. */
  readonly source: Source
  readonly options: EditorOptions
  /** For the second part. */
  readonly words: LoadedWords
  readonly translate: FirstTranslator
  /** For a door whose second part may come late. */
  readonly holdInput: (() => HeldInput) | undefined
}

/** What there is before there is a view. */
export interface TextParts extends ShowTextOptions {
  readonly page: HTMLElement
  readonly schema: Schema
  readonly binding: SafeBinding
  readonly first: FirstFeatures
  readonly form: DocumentForm
  readonly told: EditorEventSource
}

/** What the second part hears of the first. */
export interface TextWatcher {
  /** The view shows the transaction. */
  drawn(tr: Transaction, before: EditorState): void
  /** The status, whether it can be edited, or what is known of the document's content is another. */
  changed(): void
  outdated(outdated: Outdated): void
}

/** Everything that can be done with the text. */
export interface SecondPart {
  prepare(parts: TextParts): PreparedEditor
}

export interface PreparedEditor {
  /** Those of all features; the binding's come before them. */
  readonly plugins: readonly Plugin[]
  /** The whole editor, around the view that shows the text. */
  mount(text: ShownText): CoreEditor
}

export interface ShownText extends TextParts {
  readonly view: EditorView
  readonly isReadonly: boolean
  /** The document holds content that this version does not know: it is not shown. */
  readonly isUnknown: boolean
  /** A document of a newer form that was found before anybody could be told. */
  readonly earlyOutdated: Outdated | undefined
  setReadonly(readonly: boolean): void
  watch(watcher: TextWatcher): void
  /** Makes an editor of it, and does what was asked for before it could be done. */
  finish(second: SecondPart): CoreEditor
  destroy(): void
}

/** With the second part, when it is here already. */
export function showText(given: ShowTextOptions, second: SecondPart | undefined): ShownText {
  const { root, source, options, translate } = given
  const { doc, awareness, connection } = source
  const told = createEditorEvents()
  let isReadonly = options.readonly === true
  let isUnknown = false
  let isShown = false
  let earlyOutdated: Outdated | undefined
  let watcher: TextWatcher | undefined

  // First of all, as it may refuse what it is given.
  const schema = extendSchema(options.features ?? [])
  const page = root.ownerDocument.createElement('div')
  page.className = 'stet-page'
  root.append(page)
  // Before the binding reads the document, which may have to be brought up to date first.
  const form = watchDocumentForm({
    doc,
    connection,
    mayWrite: !isReadonly && connection?.status.state !== 'readonly',
    onOutdated(outdated) {
      if (isShown) showChange()
      if (watcher) watcher.outdated(outdated)
      else earlyOutdated = outdated
    },
  })
  const binding = safeBinding(doc.getXmlFragment(fragmentName), {
    awareness,
    onError(error) {
      if (error instanceof UnknownContentError) {
        isUnknown = true
        watcher?.changed()
      }
      told.report(error)
    },
    onDivergence(divergence) {
      // Never expected, and worth a bug report: it is in the console too, whoever listens.
      console.error('stet: divergence', JSON.stringify(divergence))
      told.events.emit('divergence', divergence)
    },
  })
  const first = createFirstFeatures({
    history: binding,
    placeholder: options.placeholder ?? translate('placeholder'),
    translate,
    createId: () => createBlockId((length) => crypto.getRandomValues(new Uint8Array(length))),
  })
  const parts: TextParts = { ...given, page, schema, binding, first, form, told }
  const nodeViews = createNodeViewTable(schema)
  const whole = prepareNow()
  if (whole) nodeViews.fill(whole.plugins, undefined)
  const held = whole ? undefined : given.holdInput?.()
  const plugins = whole?.plugins ?? [
    ...(held ? [held.plugin] : []),
    ...first.plugins(Object.values(first.byName)),
  ]
  const view = createView({
    place: page,
    binding,
    schema,
    label: options.label ?? translate('documentLabel'),
    isEditable,
    plugins: [nodeViews.plugin, ...plugins],
    onTransaction(tr, before, after) {
      if (isUnknown && bindingAllowsEditing(after)) {
        isUnknown = false
        watcher?.changed()
      }
      showStatus()
      watcher?.drawn(tr, before)
      if (tr.docChanged && !isRemote(tr)) form.edited()
    },
  })
  isShown = true
  let wasEditable = isEditable()
  const off = connection?.on('status', showChange)
  showStatus()

  const text: ShownText = {
    ...parts,
    view,
    get isReadonly() {
      return isReadonly
    },
    get isUnknown() {
      return isUnknown
    },
    get earlyOutdated() {
      return earlyOutdated
    },
    setReadonly(readonly) {
      isReadonly = readonly
      showChange()
    },
    watch(next) {
      watcher = next
    },
    finish(late) {
      const prepared = whole ?? late.prepare(parts)
      if (!whole) takeOver(prepared.plugins)
      const editor = prepared.mount(text)
      held?.release(view)
      return editor
    },
    destroy() {
      // Whatever the reason that nothing more comes: what was typed and still waits is words at least.
      held?.release(view)
      off?.()
      told.events.clear()
      form.destroy()
      view.destroy()
      binding.destroy()
      root.remove()
      source.release()
    },
  }

  return text

  function isEditable(): boolean {
    return !isReadonly && connection?.status.state !== 'readonly' && form.isOurs
  }

  /** Undefined while the second part is on its way. Nothing stays in the document when it refuses an option. */
  function prepareNow(): PreparedEditor | undefined {
    try {
      return second?.prepare(parts)
    } catch (error) {
      form.destroy()
      binding.destroy()
      throw error
    }
  }

  function takeOver(all: readonly Plugin[]): void {
    // A caret that was just moved is not known yet; drawing would put it back.
    readSelection(view)
    const plugins = [...binding.plugins, nodeViews.plugin, ...all]
    view.updateState(view.state.reconfigure({ plugins }))
    nodeViews.fill(all, view)
  }

  function showChange(): void {
    showStatus()
    // Only then: it draws the editor's caret anew, over one that was just moved and is not known yet.
    if (isEditable() !== wasEditable) {
      wasEditable = isEditable()
      view.setProps({})
    }
    watcher?.changed()
  }

  function bindingAllowsEditing(state: EditorState): boolean {
    return binding.plugins.every((plugin) => plugin.props.editable?.call(plugin, state) !== false)
  }

  function showStatus(): void {
    const state = isUnknown || !form.isOurs ? 'readonly' : connection?.status.state
    if (state === undefined) root.removeAttribute('data-stet-status')
    else if (root.dataset['stetStatus'] !== state) root.dataset['stetStatus'] = state
  }
}
