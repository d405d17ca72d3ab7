// The editor in its place on the page. The editor is plain DOM and owns everything inside this element.
import type { DocumentConnection } from '@stet/client'
import { createEditor, prefetchEditor, type Editor } from '@stet/editor'
import { useEffect, useRef } from 'preact/hooks'
import { useWords } from './use-words.ts'

// On its way while the document is: what fails here is met again, and said, by createEditor.
prefetchEditor().catch(() => {})

export interface EditorHostProps {
  readonly connection: DocumentConnection
  readonly onReady: (editor: Editor) => void
  readonly onFailed: (error: unknown) => void
}

export function EditorHost({ connection, onReady, onFailed }: EditorHostProps) {
  const t = useWords()
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current
    if (element === null) return undefined
    const leaving = new AbortController()
    let editor: Editor | undefined
    const start = async () => {
      try {
        const { signal } = leaving
        editor = await createEditor(element, {
          connection,
          locale: t.locale,
          signal,
          // In a written one the reader decides where to start.
          autofocus: 'empty',
        })
        // Left in the very turn in which it was made.
        if (signal.aborted) editor.destroy()
        else {
          onReady(editor)
          // A link to a block.
          if (location.hash.length > 1) editor.showBlock(decodeURIComponent(location.hash.slice(1)))
        }
      } catch (error) {
        if (!leaving.signal.aborted) onFailed(error)
      }
    }
    void start()
    return () => {
      leaving.abort()
      editor?.destroy()
    }
    // One editor per connection and language: the callbacks report its start and never change its meaning.
  }, [connection, t])
  return <div class="sheet" ref={host} />
}
