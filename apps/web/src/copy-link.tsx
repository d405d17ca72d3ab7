// Copies the document's address. The button itself says whether that worked.
import { useEffect, useState } from 'preact/hooks'
import { CheckIcon, LinkIcon, WarnIcon } from './icons.tsx'

type Copying = 'idle' | 'copied' | 'failed'

const confirmFor = 2500

export function CopyLink() {
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
      <button type="button" class="button copy-link" aria-label="Copy link" onClick={() => void copy()}>
        <Icon />
        <span class="copy-word" aria-hidden="true">
          {word}
        </span>
      </button>
      <span class="visually-hidden" role="status">
        {copying === 'copied' && 'Link copied'}
        {copying === 'failed' && 'The link could not be copied. It is in the address bar.'}
      </span>
    </>
  )
}

const look = {
  idle: { Icon: LinkIcon, word: 'Copy link' },
  copied: { Icon: CheckIcon, word: 'Copied' },
  failed: { Icon: WarnIcon, word: 'Not copied' },
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
