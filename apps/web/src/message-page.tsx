// A whole page that says one thing kindly: no such page, a document that cannot be opened, an editor that did not load.
import type { ComponentChildren } from 'preact'
import { useDocumentTitle } from './document-title.ts'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { useWords } from './use-words.ts'

export interface MessagePageProps {
  readonly title: string
  readonly text: ComponentChildren
  readonly action?: { readonly label: string; readonly run: () => void }
}

export function MessagePage({ title, text, action }: MessagePageProps) {
  const t = useWords()
  useDocumentTitle(title)
  return (
    <main class="message-page">
      <Link href="/" class="home-link" aria-label={t('toAllDocuments')}>
        <Mark />
      </Link>
      <h1>{title}</h1>
      <p>{text}</p>
      <div class="message-actions">
        {action && (
          <button type="button" class="button button-primary" onClick={action.run}>
            {action.label}
          </button>
        )}
        <Link href="/" class={action ? 'button' : 'button button-primary'}>
          {t('allDocuments')}
        </Link>
      </div>
    </main>
  )
}
