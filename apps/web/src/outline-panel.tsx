// The headings beside the text: which one is being read, and a way to each. Where there is no room beside the text it is a
// sheet over it, opened from the document's menu.
import type { Editor, OutlineEntry } from '@stet/editor'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from './use-words.ts'

// Below the bars at the upper edge and the first line under them, px.
const readingLine = 180

export interface OutlineProps {
  readonly editor: Editor
  readonly outline: readonly OutlineEntry[]
  /** After one was chosen. */
  readonly onChosen?: () => void
}

export function OutlinePanel(props: OutlineProps) {
  const t = useWords()
  return (
    <nav class="outline" aria-label={t('outline')}>
      <OutlineList {...props} />
    </nav>
  )
}

/** Over the page, until one is chosen or Escape is pressed. */
export function OutlineSheet({
  onClose,
  ...props
}: Omit<OutlineProps, 'onChosen'> & { readonly onClose: () => void }) {
  const t = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      class="outline-sheet"
      aria-label={t('outline')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <div class="outline-sheet-body">
        <div class="outline-sheet-head">
          <h2>{t('outline')}</h2>
          <button type="button" class="text-button" onClick={() => dialog.current?.close()}>
            {t('close')}
          </button>
        </div>
        <OutlineList {...props} onChosen={() => dialog.current?.close()} />
      </div>
    </dialog>
  )
}

function OutlineList({ editor, outline, onChosen }: OutlineProps) {
  const t = useWords()
  const [current, choose] = useCurrent(editor, outline)
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    // Only the list itself is moved, never the page.
    const line = list.current?.querySelector<HTMLElement>('[aria-current]')
    const box = list.current
    if (!line || !box) return
    if (line.offsetTop < box.scrollTop) box.scrollTop = line.offsetTop
    else if (line.offsetTop + line.offsetHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = line.offsetTop + line.offsetHeight - box.clientHeight
  }, [current])
  const top = Math.min(...outline.map(({ level }) => level))
  return (
    <ol class="outline-list" ref={list}>
      {outline.map(({ level, text, pos }, index) => (
        <li key={`${index} ${level}`}>
          <button
            type="button"
            class="outline-entry"
            data-depth={Math.min(level - top, 4)}
            dir="auto"
            aria-current={index === current ? 'location' : undefined}
            onClick={() => {
              onChosen?.()
              // The text may have changed since the list was made.
              editor.showPosition(editor.getOutline()[index]?.pos ?? pos)
              choose(index)
            }}
          >
            {text || t('untitled')}
          </button>
        </li>
      ))}
    </ol>
  )
}

/** The heading that is being read: by the scroll, or the one just chosen, which may not reach the upper edge. */
function useCurrent(
  editor: Editor,
  outline: readonly OutlineEntry[],
): readonly [number, (index: number) => void] {
  const [current, setCurrent] = useState(-1)
  // Where the page stood after a jump: as long as it stands there, what was chosen is current.
  const jumpedTo = useRef<number | undefined>(undefined)
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      if (scrollY === jumpedTo.current) return
      jumpedTo.current = undefined
      const { scrollHeight } = document.documentElement
      // At the end of the page all that is in sight has been read.
      const isAtEnd = scrollY > 0 && scrollY + innerHeight >= scrollHeight - 2
      setCurrent(editor.headingAt(outline, isAtEnd ? innerHeight : readingLine))
    }
    const soon = () => {
      frame ||= requestAnimationFrame(look)
    }
    soon()
    addEventListener('scroll', soon, { passive: true })
    addEventListener('resize', soon)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', soon)
      removeEventListener('resize', soon)
    }
  }, [editor, outline])
  const choose = (index: number) => {
    jumpedTo.current = scrollY
    setCurrent(index)
  }
  return [current, choose]
}
