// Where my words are right now: an icon and a word, with the whole sentence on hover or focus. Screen readers hear only
// what has settled (announcer.ts).
import type { Status, StatusState } from '@stet/client'
import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { createAnnouncer } from './announcer.ts'
import { CheckIcon, CloudOffIcon, DotsIcon, PenOffIcon, WarnIcon } from './icons.tsx'
import { statusDetail } from './status-detail.ts'
import { statusSentence, statusWord } from './status-word.ts'
import { useAnnouncement } from './use-announcement.ts'
import { useCalmStatus } from './use-calm-status.ts'
import { useSavedAt } from './use-saved-at.ts'
import type { SiteWords } from './language.ts'
import './styles/status.css'

export function StatusPill({ status: now, t }: { readonly status: Status; readonly t: SiteWords }) {
  const status = useCalmStatus(now)
  const savedAt = useSavedAt(now)
  const id = useId()
  const word = t(statusWord(status))
  const Icon = icons[status.state]
  const spoken = useAnnouncement(
    status.state === 'saving' ? undefined : word,
    (options) => createAnnouncer(options, t('saved')),
    [t],
  )
  // Escape hides the sentence while the pointer or the focus stays (it could cover what one wants to read).
  const [dismissed, setDismissed] = useState(false)
  const show = () => setDismissed(false)
  return (
    <span class="status" data-state={status.state}>
      <button
        type="button"
        class="status-pill"
        aria-label={t('status', { word })}
        aria-describedby={id}
        onClick={show}
        onFocus={show}
        onPointerEnter={show}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDismissed(true)
        }}
      >
        <Icon />
        <span class="status-word">{word}</span>
      </button>
      <span class="status-sentence" role="tooltip" id={id} hidden={dismissed}>
        {statusSentence(t, status)}
        {statusDetail(t, { status, savedAt }).map((line) => (
          <span key={line} class="status-detail">
            {line}
          </span>
        ))}
      </span>
      <span class="visually-hidden" role="status">
        {spoken}
      </span>
    </span>
  )
}

const icons: Record<StatusState, () => JSX.Element> = {
  saved: CheckIcon,
  saving: DotsIcon,
  unsaved: WarnIcon,
  offline: CloudOffIcon,
  readonly: PenOffIcon,
  error: WarnIcon,
}
