// What stands around the text while it is open: the outline, the count, focus mode, whom I follow, and what I missed.
import type { Editor, OutlineEntry } from '@stet/editor'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { FocusMode } from './focus-mode.tsx'
import { fewestHeadings } from './outline.ts'
import { OutlinePanel, OutlineSheet } from './outline-panel.tsx'
import type { SiteWords } from './language.ts'
import type { PersonHere } from './people.ts'
import { Toast } from './toast.tsx'
import { useWords } from './use-words.ts'
import { WordCount } from './word-count.tsx'

export interface AroundTextProps {
  readonly editor: Editor
  readonly outline: readonly OutlineEntry[]
  readonly outlineShown: boolean
  /** There is room beside the text. */
  readonly wide: boolean
  readonly onCloseOutline: () => void
  readonly focusMode: boolean
  readonly onLeaveFocusMode: () => void
  readonly following: PersonHere | undefined
  readonly onUnfollow: () => void
  readonly problem: string | undefined
  readonly onProblem: (message: string | undefined) => void
}

export function AroundText(props: AroundTextProps) {
  const { editor, outline, following, onUnfollow, problem, onProblem } = props
  const t = useWords()
  const [missed, setMissed] = useState<readonly string[]>()

  useEffect(() => {
    const offs = [
      editor.on('missed', ({ names }) => setMissed(names)),
      editor.on('error', (error) => {
        if (error.name === 'ImportError') onProblem(error.message)
      }),
    ]
    return () => {
      for (const off of offs) off()
    }
  }, [editor, onProblem])
  useEffect(() => {
    if (following === undefined) return undefined
    return editor.followPerson(following.caretId, onUnfollow)
  }, [editor, following, onUnfollow])
  useFindKey(editor)

  const forget = useCallback(() => setMissed(undefined), [])
  const hasOutline = props.outlineShown && outline.length >= fewestHeadings
  return (
    <>
      {hasOutline && props.wide && <OutlinePanel editor={editor} outline={outline} />}
      {hasOutline && !props.wide && (
        <OutlineSheet editor={editor} outline={outline} onClose={props.onCloseOutline} />
      )}
      <WordCount editor={editor} />
      {props.focusMode && <FocusMode onLeave={props.onLeaveFocusMode} />}
      <div class="toasts">
        {following !== undefined && (
          <Toast action={{ label: t('stop'), run: onUnfollow }}>
            {t('following', { name: following.name })}
          </Toast>
        )}
        {missed !== undefined && (
          <Toast
            action={{
              label: t('show'),
              run: () => {
                editor.showMissed()
                forget()
              },
            }}
            onDismiss={forget}
          >
            {missedSentence(t, missed)}
          </Toast>
        )}
        {problem !== undefined && <Toast onDismiss={() => onProblem(undefined)}>{problem}</Toast>}
      </div>
    </>
  )
}

// More names than these are not read.
const maxNames = 3

function missedSentence(t: SiteWords, names: readonly string[]): string {
  if (names.length === 0) return t('somebodyChanged')
  const shown = new Intl.ListFormat(t.locale).format(names.slice(0, maxNames))
  return t('changedWhileAway', { count: names.length, names: shown })
}

/** Find opens from anywhere on the page: the browser's own search would find the bars' words, too. */
function useFindKey(editor: Editor): void {
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === 'f'
      if (!isFind || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      if (editor.run('find')) event.preventDefault()
    }
    addEventListener('keydown', find)
    return () => removeEventListener('keydown', find)
  }, [editor])
}
