// Shows the page that the address names. Each is fetched when it is opened: the library stays light, and a document waits
// for nothing of it.
import { h, type ComponentChildren, type FunctionComponent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { DocumentSkeleton } from './document-skeleton.tsx'
import { MessagePage } from './message-page.tsx'
import { loadDocumentPage } from './document-chunk.ts'
import { loadHomePage } from './home-chunk.ts'
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
        return <LazyPage key="library" load={loadHomePage} props={{}} wait={null} />
      case 'document':
        return (
          <LazyPage
            key={route.document}
            load={loadDocumentPage}
            props={{ document: route.document }}
            wait={<DocumentSkeleton />}
          />
        )
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

interface LazyPageProps<Props extends object> {
  readonly load: () => Promise<FunctionComponent<Props>>
  readonly props: Props
  /** Until it is there. */
  readonly wait: ComponentChildren
}

// Shown at once when one comes back to them.
const loadedPages = new Map<unknown, unknown>()

function LazyPage<Props extends object>({ load, props, wait }: LazyPageProps<Props>) {
  const t = useWords()
  const [Page, setPage] = useState(() => loadedPages.get(load) as FunctionComponent<Props> | undefined)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let left = false
    const start = async () => {
      try {
        const page = await load()
        loadedPages.set(load, page)
        if (!left) setPage(() => page)
      } catch {
        if (!left) setFailed(true)
      }
    }
    void start()
    return () => {
      left = true
    }
  }, [load])
  if (failed) {
    return (
      <MessagePage
        title={t('notLoadedTitle')}
        text={t('notLoadedText')}
        action={{ label: t('loadAgain'), run: () => location.reload() }}
      />
    )
  }
  return Page === undefined ? <>{wait}</> : h(Page, props)
}
