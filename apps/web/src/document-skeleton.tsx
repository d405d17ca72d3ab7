// The shape of a document page while its code or its content is on the way.
import type { ComponentChildren } from 'preact'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { useWords } from './use-words.ts'

/** The whole page, before the editor's code has arrived. */
export function DocumentSkeleton() {
  const t = useWords()
  return (
    <>
      <header class="site-header document-header">
        <Link href="/" class="home-link" aria-label={t('toAllDocuments')}>
          <Mark />
        </Link>
      </header>
      <main>
        <SheetSkeleton />
      </main>
    </>
  )
}

/** The sheet alone, before the content has arrived; `children` says why it takes long, when it does. */
export function SheetSkeleton({ children }: { readonly children?: ComponentChildren }) {
  const t = useWords()
  return (
    <div class="sheet-skeleton" role="status">
      {children ?? <span class="visually-hidden">{t('openingDocument')}</span>}
      <div class="skeleton" aria-hidden="true">
        <span class="bone bone-heading" />
        <span class="bone bone-line" />
        <span class="bone bone-line" />
        <span class="bone bone-line bone-short" />
      </div>
    </div>
  )
}
