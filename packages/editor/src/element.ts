// `@stet/editor/element`: `<stet-editor>`, for pages that are written in HTML and for frameworks that speak custom elements.
// Light DOM: the styles of `@stet/editor/style.css` reach it, and so do yours. Importing this defines nothing;
// `defineStetEditor()` does.
import { createEditor } from './create-editor.ts'
import type { Editor, EditorEvents } from './editor.ts'
import { eventNames } from './editor-events.ts'
import type { EditorOptions } from './options.ts'

/** What is set on the element as a property, because an attribute cannot hold it. Set them before it is put into the page. */
export type ElementProperties = Pick<Required<EditorOptions>, (typeof properties)[number]>

/** Events bubble and are named after those of the editor: `stet-ready`, `stet-change`; `detail` is what the editor tells. */
export type ElementEventName = `stet-${keyof EditorEvents}`

const properties = [
  'token',
  'connection',
  'provider',
  'doc',
  'awareness',
  'content',
  'features',
  'upload',
  'messages',
  'mentions',
  'embeds',
] as const

const texts = ['url', 'document', 'placeholder', 'label', 'locale'] as const
const switches = ['toolbar', 'typography'] as const
/** Taken over by the editor that is there; all others make a new one. */
const live: ReadonlySet<string> = new Set(['readonly', 'user-name', 'user-color'])

/** What a form that the element stands in sends under its `name`. */
const formats = {
  markdown: (editor: Editor) => editor.getMarkdown(),
  html: (editor: Editor) => editor.getHTML(),
  text: (editor: Editor) => editor.getText(),
  json: (editor: Editor) => JSON.stringify(editor.getJSON()),
}

type Settable<Properties> = { -readonly [Name in keyof Properties]: Properties[Name] | undefined }

// Where a server renders the page there is no HTMLElement, and nothing is ever made of this. The properties are accessors
// that the class defines from the list above.
const Base = (typeof HTMLElement === 'function' ? HTMLElement : Object) as unknown as new () => HTMLElement &
  Settable<ElementProperties>

export class StetEditorElement extends Base {
  static readonly observedAttributes = [...texts, ...switches, ...live]

  private values: Record<string, unknown> = {}
  private current: Editor | undefined
  private opening: AbortController | undefined
  private isDue = false
  private form: HTMLFormElement | null = null

  static {
    for (const name of properties) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: StetEditorElement) {
          return this.values[name]
        },
        set(this: StetEditorElement, value: unknown) {
          if (this.values[name] === value) return
          this.values[name] = value
          this.renew()
        },
      })
    }
  }

  /** The editor, from `stet-ready` until the element leaves the page. */
  get editor(): Editor | undefined {
    return this.current
  }

  connectedCallback(): void {
    // A property that was set before the element was defined hides the accessor.
    for (const name of properties) {
      if (!Object.hasOwn(this, name)) continue
      const value: unknown = Reflect.get(this, name)
      Reflect.deleteProperty(this, name)
      this.values[name] = value
    }
    this.form = this.closest('form')
    this.form?.addEventListener('formdata', this.addToForm)
    if (!this.current && !this.opening) this.renew()
  }

  disconnectedCallback(): void {
    this.form?.removeEventListener('formdata', this.addToForm)
    this.form = null
    // Moving an element in the page takes it out and puts it in again: the editor stays.
    queueMicrotask(() => {
      if (!this.isConnected) this.close()
    })
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return
    if (!live.has(name)) this.renew()
    else if (this.current) {
      if (name === 'readonly') this.current.setReadonly(after !== null)
      else this.attempt((editor) => this.applyUser(editor))
    }
  }

  /** A new editor in a turn of its own: a page sets several things one after the other. */
  private renew(): void {
    if (this.isDue) return
    this.isDue = true
    queueMicrotask(() => {
      this.isDue = false
      this.close()
      if (this.isConnected) void this.open()
    })
  }

  private async open(): Promise<void> {
    const opening = new AbortController()
    this.opening = opening
    try {
      const editor = await createEditor(this, { ...this.readOptions(), signal: opening.signal })
      if (opening.signal.aborted) {
        editor.destroy()
        return
      }
      this.current = editor
      for (const name of eventNames) editor.on(name, (detail) => this.tell(name, detail))
      // What was changed meanwhile.
      editor.setReadonly(this.hasAttribute('readonly'))
      this.attempt(() => this.applyUser(editor))
    } catch (error) {
      if (!opening.signal.aborted) this.tell('error', error)
    }
  }

  private close(): void {
    this.opening?.abort()
    this.opening = undefined
    this.current?.destroy()
    this.current = undefined
  }

  private readOptions(): EditorOptions {
    const options: Record<string, unknown> = {}
    for (const name of properties) if (this.values[name] !== undefined) options[name] = this.values[name]
    for (const name of texts) if (this.hasAttribute(name)) options[name] = this.getAttribute(name)
    for (const name of switches)
      if (this.hasAttribute(name)) options[name] = this.getAttribute(name) !== 'false'
    return { ...options, readonly: this.hasAttribute('readonly') }
  }

  private applyUser(editor: Editor): void {
    const name = this.getAttribute('user-name')
    if (name !== null) editor.setUser({ name, color: this.getAttribute('user-color') ?? defaultColor })
  }

  private attempt(act: (editor: Editor) => void): void {
    try {
      if (this.current) act(this.current)
    } catch (error) {
      this.tell('error', error)
    }
  }

  private tell(name: keyof EditorEvents, detail: unknown): void {
    // Nobody who listens is no reason to be silent about an option that is wrong.
    const event = new CustomEvent(`stet-${name}`, { detail, bubbles: true, cancelable: name === 'error' })
    const isUnheard = this.dispatchEvent(event)
    if (name === 'error' && isUnheard) reportError(detail)
  }

  private readonly addToForm = (event: FormDataEvent): void => {
    const name = this.getAttribute('name')
    if (name === null || name === '' || !this.current) return
    const format = this.getAttribute('format') ?? 'markdown'
    const write = Object.hasOwn(formats, format) ? formats[format as keyof typeof formats] : formats.markdown
    event.formData.append(name, write(this.current))
  }
}

const defaultColor = '#1556a6'

/** Makes `<stet-editor>` (or another name) known to the page. Does nothing where that is so already, or on a server. */
export function defineStetEditor(name = 'stet-editor'): void {
  if (typeof customElements === 'undefined' || customElements.get(name)) return
  // One class can have one name: others are of a class of their own.
  const isFirst = customElements.getName(StetEditorElement) === null
  customElements.define(name, isFirst ? StetEditorElement : class extends StetEditorElement {})
}

declare global {
  interface HTMLElementTagNameMap {
    'stet-editor': StetEditorElement
  }
}
