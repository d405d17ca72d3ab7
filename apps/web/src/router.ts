// Which page an address means, and moving between pages without loading the site again. Two pages and a "not here" do
// not need a routing library.

export type Route =
  | { readonly page: 'library' }
  | { readonly page: 'document'; readonly document: string }
  | { readonly page: 'unknown'; readonly path: string }

/** Whether a document name is allowed is for the connection to say: it knows the one rule, and says why not. */
export function parseRoute(pathname: string): Route {
  if (pathname === '/' || pathname === '/index.html') return { page: 'library' }
  const name = /^\/d\/([^/]+)\/?$/.exec(pathname)?.[1]
  if (name !== undefined) return { page: 'document', document: decode(name) }
  return { page: 'unknown', path: pathname }
}

export function documentPath(document: string): string {
  return `/d/${encodeURIComponent(document)}`
}

/** The parts of a click that decide whether it is ours or the browser's (new tab, download, context menu). */
export interface LinkClick {
  readonly button: number
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly defaultPrevented: boolean
}

export function isPlainClick(click: LinkClick): boolean {
  const modified = click.metaKey || click.ctrlKey || click.shiftKey || click.altKey
  return click.button === 0 && !modified && !click.defaultPrevented
}

export interface Router {
  get(): Route
  subscribe(listener: () => void): () => void
  navigate(path: string): void
}

export function createRouter(): Router {
  const listeners = new Set<() => void>()
  let route = parseRoute(location.pathname)
  function moved(): void {
    route = parseRoute(location.pathname)
    for (const listener of listeners) listener()
  }
  addEventListener('popstate', moved)
  return {
    get: () => route,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    navigate(path) {
      if (path !== location.pathname) history.pushState(null, '', path)
      moved()
      scrollTo(0, 0)
    },
  }
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name // A lone % is no document name either way; the page for bad names shows it as it was typed.
  }
}
