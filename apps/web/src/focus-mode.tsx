// Nothing but the text: bars, panels and counts are away until Escape, or the button that waits in the corner.
import { useEffect } from 'preact/hooks'
import { useWords } from './use-words.ts'

/** What Escape closes first, being on top of the text. */
const onTop = ':popover-open, dialog[open], .popover, .stet-find'

export function FocusMode({ onLeave }: { readonly onLeave: () => void }) {
  const t = useWords()
  useEffect(() => {
    document.documentElement.dataset['focusMode'] = ''
    // Before the text gets the key: it takes every Escape for itself.
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && document.querySelector(onTop) === null) onLeave()
    }
    addEventListener('keydown', escape, { capture: true })
    return () => {
      delete document.documentElement.dataset['focusMode']
      removeEventListener('keydown', escape, { capture: true })
    }
  }, [onLeave])
  return (
    <button type="button" class="button leave-focus" onClick={onLeave}>
      {t('leaveFocusMode')} <kbd>Esc</kbd>
    </button>
  )
}
