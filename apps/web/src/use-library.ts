// Loads the library and keeps it fresh while someone looks: on focus, when the tab is shown again, and every 15 s.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { problemOf, type Api, type ApiProblem, type DocumentList } from './api.ts'
import { appendPage, pageSize, refreshList, refreshSize } from './library.ts'

export type Library =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly problem: ApiProblem }
  | {
      readonly phase: 'ready'
      readonly list: DocumentList
      /** Set while the last refresh or page failed: the list is still shown, and this sentence with it. */
      readonly trouble: ApiProblem | undefined
      readonly loadingMore: boolean
    }

const refreshEvery = 15_000

// Coming back from a document shows at once what was there, while the fresh list is on its way.
let remembered: DocumentList | undefined

export function useLibrary(api: Api) {
  const [library, setLibrary] = useState<Library>(() =>
    remembered === undefined ? { phase: 'loading' } : ready(remembered),
  )
  const busy = useRef(false)

  const show = useCallback((next: Library) => {
    if (next.phase === 'ready') remembered = next.list
    setLibrary(next)
  }, [])

  const refresh = useCallback(
    async (signal?: AbortSignal) => {
      // One at a time: a slow answer must not overwrite a newer one.
      if (busy.current) return
      busy.current = true
      try {
        const fresh = await api.list({
          limit: refreshSize(remembered?.documents.length ?? 0),
          ...(signal === undefined ? {} : { signal }),
        })
        show(ready(remembered === undefined ? fresh : refreshList(remembered, fresh)))
      } catch (error) {
        if (signal?.aborted) return
        const problem = problemOf(error, 'pageWrong')
        show(
          remembered === undefined
            ? { phase: 'failed', problem }
            : { ...ready(remembered), trouble: problem },
        )
      } finally {
        busy.current = false
      }
    },
    [api, show],
  )

  const retry = useCallback(() => {
    if (remembered === undefined) show({ phase: 'loading' })
    void refresh()
  }, [refresh, show])

  const showMore = useCallback(async () => {
    const from = remembered
    if (from?.next === undefined || busy.current) return
    busy.current = true
    show({ ...ready(from), loadingMore: true })
    try {
      show(ready(appendPage(from, await api.list({ limit: pageSize, cursor: from.next }))))
    } catch (error) {
      show({ ...ready(from), trouble: problemOf(error, 'pageWrong') })
    } finally {
      busy.current = false
    }
  }, [api, show])

  useEffect(() => {
    const controller = new AbortController()
    const run = () => {
      if (document.visibilityState === 'visible') void refresh(controller.signal)
    }
    run()
    const timer = setInterval(run, refreshEvery)
    addEventListener('focus', run)
    document.addEventListener('visibilitychange', run)
    return () => {
      controller.abort()
      clearInterval(timer)
      removeEventListener('focus', run)
      document.removeEventListener('visibilitychange', run)
    }
  }, [refresh])

  return { library, retry, showMore }
}

function ready(list: DocumentList): Extract<Library, { phase: 'ready' }> {
  return { phase: 'ready', list, trouble: undefined, loadingMore: false }
}
