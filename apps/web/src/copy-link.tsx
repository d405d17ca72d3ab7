// Copies the document's address. The button itself says whether that worked.
import { useEffect, useState } from 'preact/hooks'
import { CheckIcon, LinkIcon, WarnIcon } from './icons.tsx'
import { useWords } from './use-words.ts'

type Copying = 'idle' | 'copied' | 'failed'

const confirmFor = 2500

export function CopyLink() {
  const t = useWords()
  const [copying, setCopying] = useState<Copying>('idle')
  useEffect(() => {
    if (copying === 'idle') return undefined
    const timer = setTimeout(() => setCopying('idle'), confirmFor)
    return () => clearTimeout(timer)
  }, [copying])

  async function copy() {
    const address = location.origin + location.pathname
    setCopying((await copyText(address)) ? 'copied' : 'failed')
  }

  const { Icon, word } = look[copying]
  return (
    <>
      <button type="button" class="button copy-link" aria-label={t('copyLink')} onClick={() => void copy()}>
        <Icon />
        <span class="copy-word" aria-hidden="true">
          {t(word)}
        </span>
      </button>
      <span class="visually-hidden" role="status">
        {copying === 'copied' && t('linkCopied')}
        {copying === 'failed' && t('linkNotCopied')}
      </span>
    </>
  )
}

const look = {
  idle: { Icon: LinkIcon, word: 'copyLink' },
  copied: { Icon: CheckIcon, word: 'copied' },
  failed: { Icon: WarnIcon, word: 'notCopied' },
} as const

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Over plain http from another machine there is no clipboard API; copying a selection still works. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
