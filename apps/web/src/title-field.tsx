// The document's title, to read and to change. Until someone sets one it is the first heading; an emptied field goes
// back to that. While I type here, a title set by someone else waits until I leave the field: it must not move my caret.
import { documentTitle, metaName } from '@stet/document'
import { useEffect, useRef, useState } from 'preact/hooks'
import type * as Y from 'yjs'
import { useWords } from './use-words.ts'

/** As long as `documentTitle` shows; more would be cut everywhere else. */
const maxLength = 120

export interface TitleFieldProps {
  readonly doc: Y.Doc
  readonly title: string
  readonly readonly: boolean
  /** Enter and Escape lead into the text. */
  readonly onDone: () => void
}

export function TitleField({ doc, title, readonly, onDone }: TitleFieldProps) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  // What Escape goes back to, and from: not from what someone else called the document meanwhile.
  const before = useRef<string | undefined>(undefined)
  const mine = useRef<{ readonly title: string | undefined }>(undefined)
  useEffect(() => {
    const field = input.current
    if (field !== null && document.activeElement !== field) field.value = title
  }, [title])

  return (
    <input
      ref={input}
      class="title-field"
      type="text"
      dir="auto"
      aria-label={t('documentTitle')}
      placeholder={t('untitled')}
      autocomplete="off"
      maxLength={maxLength}
      readOnly={readonly}
      defaultValue={title}
      onFocus={() => {
        before.current = storedTitle(doc)
        mine.current = undefined
      }}
      onInput={(event) => {
        if (!event.isComposing) rename(event.currentTarget.value)
      }}
      onCompositionEnd={(event) => rename(event.currentTarget.value)}
      onBlur={(event) => {
        event.currentTarget.value = documentTitle(doc)
      }}
      onKeyDown={(event) => {
        if (event.isComposing) return
        const isMine = mine.current !== undefined && storedTitle(doc) === mine.current.title
        if (event.key === 'Escape' && isMine) setTitle(doc, before.current ?? '')
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        onDone()
      }}
    />
  )

  function rename(title: string) {
    setTitle(doc, title)
    mine.current = { title: storedTitle(doc) }
  }
}

/** The title, following the document. Read at most ten times a second: it may have to walk the whole text. */
export function useTitle(doc: Y.Doc): string {
  const [title, setShown] = useState(() => documentTitle(doc))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      timer = undefined
      setShown(documentTitle(doc))
    }
    const changed = () => {
      timer ??= setTimeout(read, 100)
    }
    doc.on('update', changed)
    read()
    return () => {
      doc.off('update', changed)
      clearTimeout(timer)
    }
  }, [doc])
  return title
}

function storedTitle(doc: Y.Doc): string | undefined {
  const stored: unknown = doc.getMap(metaName).get('title')
  return typeof stored === 'string' ? stored : undefined
}

function setTitle(doc: Y.Doc, text: string): void {
  const meta = doc.getMap(metaName)
  if (text.trim() !== '') meta.set('title', text)
  else if (meta.has('title')) meta.delete('title')
}
