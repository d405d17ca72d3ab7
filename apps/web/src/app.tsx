// Shows the page that the address names. The document page, with the editor and everything it needs, is fetched only
// when someone opens a document: the library stays light.
import type { ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { DocumentSkeleton } from './document-skeleton.tsx'
import { HomePage } from './home.tsx'
import { MessagePage } from './message-page.tsx'
import { loadDocumentPage } from './document-chunk.ts'
import { Sentence } from './sentence.tsx'
import { router } from './services.ts'
import { useStore } from './use-store.ts'
import { useWords } from './use-words.ts'

export function App() {
  const route = useStore(router)
  const t = useWords()
  const moved = useRef(false)
  const main = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // After a move inside the site, the keyboard and a screen reader start at the new page, as after a real load.
    if (moved.current) main.current?.focus({ preventScroll: true })
    moved.current = true
  }, [route])

  return (
    <div class="page" ref={main} tabIndex={-1}>
      {page()}
    </div>
  )

  function page() {
    switch (route.page) {
      case 'library':
        return <HomePage />
      case 'document':
        return <LazyDocument key={route.document} document={route.document} />
      case 'unknown':
        return (
          <MessagePage
            title={t('noPageTitle')}
            text={<Sentence of="noPageText" parts={{ path: <code dir="ltr">{route.path}</code> }} />}
          />
        )
      default:
        return route satisfies never
    }
  }
}

function LazyDocument({ document }: { readonly document: string }) {
  const t = useWords()
  const [Page, setPage] = useState<ComponentType<{ document: string }>>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let left = false
    const load = async () => {
      try {
        const page = await loadDocumentPage()
        if (!left) setPage(() => page)
      } catch {
        if (!left) setFailed(true)
      }
    }
    void load()
    return () => {
      left = true
    }
  }, [])
  if (failed) {
    return (
      <MessagePage
        title={t('notLoadedTitle')}
        text={t('notLoadedText')}
        action={{ label: t('loadAgain'), run: () => location.reload() }}
      />
    )
  }
  return Page === undefined ? <DocumentSkeleton /> : <Page document={document} />
}
