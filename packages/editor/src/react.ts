'use client'
// `@stet/editor/react`: the editor as a component for React 18 and 19. It draws one `div`; the editor lives in it and is
// never drawn by React. On a server the `div` is empty.
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { ForwardRefExoticComponent, RefAttributes } from 'react'
import { optionNames } from './check-options.ts'
import { createEditor } from './create-editor.ts'
import type { Editor, EditorEvents } from './editor.ts'
import type { EditorOptions } from './options.ts'

export interface StetEditorProps extends Omit<EditorOptions, 'signal'> {
  readonly className?: string
  readonly id?: string
  readonly onReady?: (editor: Editor) => void
  readonly onChange?: (change: EditorEvents['change'], editor: Editor) => void
  readonly onSelection?: (selection: EditorEvents['selection'], editor: Editor) => void
  readonly onStatus?: (status: EditorEvents['status'], editor: Editor) => void
  readonly onPresence?: (people: EditorEvents['presence'], editor: Editor) => void
  /** An option is wrong, the document cannot be had, or something failed while editing. Without it: an uncaught error. */
  readonly onError?: (error: Error) => void
}

/**
 * A change of `user` or `readonly` is taken over by the editor that is there; of the functions the newest are called. A
 * change of where the document comes from, of `features` (keep the list outside the component) or of the interface makes a
 * new editor. The `ref` is the editor, null until it is ready.
 */
export const StetEditor: ForwardRefExoticComponent<StetEditorProps & RefAttributes<Editor | null>> =
  forwardRef<Editor | null, StetEditorProps>(function StetEditor(props, ref) {
    const host = useRef<HTMLDivElement>(null)
    const newest = useRef(props)
    const [editor, setEditor] = useState<Editor | null>(null)
    const { url, document, connection, provider, doc, awareness, features, user, readonly = false } = props
    const { toolbar, typography, placeholder, label, locale } = props
    const messages = JSON.stringify(props.messages)

    // The first effect: those below see what this drawing brought.
    useEffect(() => {
      newest.current = props
    })

    useEffect(() => {
      const element = host.current
      if (!element) return undefined
      const leaving = new AbortController()
      let made: Editor | undefined
      const start = async () => {
        try {
          made = await createEditor(element, { ...readOptions(newest), signal: leaving.signal })
          if (leaving.signal.aborted) made.destroy()
          else {
            listen(made, newest)
            setEditor(made)
          }
        } catch (error) {
          if (!leaving.signal.aborted) fail(newest, error)
        }
      }
      void start()
      return () => {
        leaving.abort()
        made?.destroy()
        setEditor(null)
      }
    }, [
      url,
      document,
      connection,
      provider,
      doc,
      awareness,
      features,
      toolbar,
      typography,
      placeholder,
      label,
      locale,
      messages,
    ])

    useEffect(() => {
      editor?.setReadonly(readonly)
    }, [editor, readonly])
    const { name, color } = user ?? {}
    useEffect(() => {
      if (!editor || name === undefined || color === undefined) return
      try {
        editor.setUser({ name, color })
      } catch (error) {
        fail(newest, error)
      }
    }, [editor, name, color])
    useImperativeHandle<Editor | null, Editor | null>(ref, () => editor, [editor])

    return createElement('div', { ref: host, className: props.className, id: props.id })
  })

interface Newest {
  readonly current: StetEditorProps
}

/** The options of now; functions among them are looked up when they are called. */
function readOptions(newest: Newest): EditorOptions {
  const given: EditorOptions = newest.current
  const options: Record<string, unknown> = Object.fromEntries(optionNames.map((name) => [name, given[name]]))
  for (const name of ['token', 'upload', 'mentions', 'embeds'] as const) {
    if (typeof given[name] !== 'function') continue
    options[name] = (...args: readonly unknown[]) => {
      const current: unknown = newest.current[name]
      return typeof current === 'function' ? (current(...args) as unknown) : undefined
    }
  }
  return options
}

function listen(editor: Editor, newest: Newest): void {
  editor.on('ready', () => newest.current.onReady?.(editor))
  editor.on('change', (change) => newest.current.onChange?.(change, editor))
  editor.on('selection', (selection) => newest.current.onSelection?.(selection, editor))
  editor.on('status', (status) => newest.current.onStatus?.(status, editor))
  editor.on('presence', (people) => newest.current.onPresence?.(people, editor))
  editor.on('error', (error) => fail(newest, error))
}

function fail(newest: Newest, error: unknown): void {
  const { onError } = newest.current
  if (onError) onError(error instanceof Error ? error : new Error(String(error)))
  else reportError(error)
}
