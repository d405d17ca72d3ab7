// The library: every document, the newest change first, and the button that starts a new one.
import { useEffect, useId, useState } from 'preact/hooks'
import type { DocumentList } from './api.ts'
import { prefetchDocumentPage } from './document-chunk.ts'
import { DocumentRow } from './document-row.tsx'
import { useDocumentTitle } from './document-title.ts'
import { SearchIcon } from './icons.tsx'
import { matchesFilter } from './library.ts'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { NewDocument } from './new-document.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Profile } from './profile.tsx'
import { api } from './api-service.ts'
import { ThemeToggle } from './theme-toggle.tsx'
import { useLibrary, type Library } from './use-library.ts'
import { useWords } from './use-words.ts'

/** With fewer documents, a filter is more to read than the list itself. */
const manyDocuments = 8

export function HomePage() {
  useDocumentTitle(undefined)
  const { library, retry, showMore } = useLibrary(api)
  useEffect(() => {
    // Most visits go on to a document: its code is fetched once this page has nothing better to do.
    const timer = setTimeout(prefetchDocumentPage, 1500)
    return () => clearTimeout(timer)
  }, [])
  const t = useWords()
  const empty = library.phase === 'ready' && library.list.documents.length === 0

  return (
    <>
      <header class="site-header">
        <Link href="/" class="home-link" aria-label="Stet" aria-current="page">
          <Mark />
        </Link>
        <div class="header-end">
          <LanguageMenu />
          <ThemeToggle />
          <Profile />
        </div>
      </header>
      <main class="home">
        {empty ? (
          <EmptyLibrary />
        ) : (
          <>
            <div class="home-top">
              <h1>{t('documents')}</h1>
              <NewDocument />
            </div>
            <LibraryBody library={library} retry={retry} showMore={showMore} />
          </>
        )}
      </main>
      <footer class="home-end">
        {/* A page of its own, made at build time: a plain link leads there. */}
        <a href="/docs" hreflang="en">
          {t('handbook')}
        </a>
      </footer>
    </>
  )
}

interface LibraryBodyProps {
  readonly library: Library
  readonly retry: () => void
  readonly showMore: () => Promise<void>
}

function LibraryBody({ library, retry, showMore }: LibraryBodyProps) {
  const t = useWords()
  switch (library.phase) {
    case 'loading':
      return <LibrarySkeleton />
    case 'failed':
      return (
        <div class="notice notice-large" role="alert">
          <p>{t(library.problem.key, library.problem.values)}</p>
          <button type="button" class="button" onClick={retry}>
            {t('tryAgain')}
          </button>
        </div>
      )
    case 'ready':
      return (
        <>
          {library.trouble !== undefined && (
            <div class="notice" role="status">
              <p>
                {t(library.trouble.key, library.trouble.values)} {t('listOutdated')}
              </p>
              <button type="button" class="button" onClick={retry}>
                {t('tryAgain')}
              </button>
            </div>
          )}
          <Documents list={library.list} loadingMore={library.loadingMore} showMore={showMore} />
        </>
      )
    default:
      return library satisfies never
  }
}

interface DocumentsProps {
  readonly list: DocumentList
  readonly loadingMore: boolean
  readonly showMore: () => Promise<void>
}

function Documents({ list, loadingMore, showMore }: DocumentsProps) {
  const t = useWords()
  const [filter, setFilter] = useState('')
  const id = useId()
  const shown =
    filter.trim() === '' ? list.documents : list.documents.filter((entry) => matchesFilter(entry, filter))
  const more = list.next !== undefined
  return (
    <>
      {(list.documents.length > manyDocuments || more) && (
        <div class="filter">
          <label class="visually-hidden" for={id}>
            {t('filterByTitle')}
          </label>
          <SearchIcon />
          <input
            id={id}
            class="field"
            type="search"
            placeholder={t('filterByTitle')}
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </div>
      )}
      <ul class="documents" aria-label={t('documents')}>
        {shown.map((entry) => (
          <DocumentRow key={entry.document} entry={entry} />
        ))}
      </ul>
      {shown.length === 0 && (
        <p class="no-match" role="status">
          {t(more ? 'noTitleMatchesAmong' : 'noTitleMatches', {
            count: list.documents.length,
            filter: filter.trim(),
          })}
        </p>
      )}
      {more && (
        <div class="more">
          <button type="button" class="button" disabled={loadingMore} onClick={() => void showMore()}>
            {t(loadingMore ? 'loading' : 'showMore')}
          </button>
        </div>
      )}
    </>
  )
}

function EmptyLibrary() {
  const t = useWords()
  return (
    <div class="empty">
      <h1>{t('emptyTitle')}</h1>
      <p>
        {t('emptyText')} <br class="wide-only" />
        {t('emptyMotto')}
      </p>
      <NewDocument />
    </div>
  )
}

function LibrarySkeleton() {
  const t = useWords()
  return (
    <div role="status">
      <span class="visually-hidden">{t('loadingDocuments')}</span>
      <ul class="documents skeleton" aria-hidden="true">
        {[0, 1, 2, 3, 4].map((row) => (
          <li key={row}>
            <span class={`bone bone-title bone-${row}`} />
            <span class="bone bone-time" />
          </li>
        ))}
      </ul>
    </div>
  )
}
