// In the corner of a frame: where its words are, as the site says it beside a document's name. Loaded when the text is there.
import type { Editor } from '@stet/editor'
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { createWordsStore } from '../language.ts'
import { StatusPill } from '../status-pill.tsx'
import { useStore } from '../use-store.ts'

/** `locale`: of the frame's address; otherwise the browser decides. */
export function showFrameStatus(editor: Editor, locale: string | undefined): void {
  const words = createWordsStore({
    choice: { get: () => 'auto', subscribe: () => () => {} },
    browser: locale === undefined ? navigator.languages : [locale],
    // The editor marks its own words.
    onLocale() {},
  })

  function FrameStatus() {
    const t = useStore(words)
    const [status, setStatus] = useState(editor.status)
    useEffect(() => editor.on('status', setStatus), [])
    return status && <StatusPill status={status} t={t} />
  }

  const place = document.createElement('aside')
  place.className = 'frame-status'
  document.body.append(place)
  render(<FrameStatus />, place)
}
