// Which requests the service worker answers, and how. Only what makes the site itself open without a network: documents
// are the connection's business (it keeps its own copy), and the API must never be answered from yesterday.

export type OfflineAnswer =
  /** From the network; from the cache when there is none. A new version of the site is seen at the next load. */
  | 'page-or-cached-site'
  /** From the cache; from the network when it is not there. The name of such a file carries a hash of its content. */
  | 'cached-file'
  /** Not ours: as if there were no service worker. */
  | 'pass'

export interface AskedFor {
  readonly method: string
  /** The request's mode; 'navigate' when a page is opened. */
  readonly mode: string
  readonly url: URL
}

export function offlineAnswer(
  asked: AskedFor,
  site: { readonly origin: string; readonly files: readonly string[] },
): OfflineAnswer {
  const { method, mode, url } = asked
  if (method !== 'GET' || url.origin !== site.origin) return 'pass'
  const { pathname } = url
  if (mode === 'navigate')
    return pathname === '/' || pathname.startsWith('/d/') ? 'page-or-cached-site' : 'pass'
  return site.files.includes(pathname) ? 'cached-file' : 'pass'
}
