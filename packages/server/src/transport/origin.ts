// Browsers send cookies and reach the local network on behalf of any page, but they say which page it is. A page of
// another site must not open our sockets; programs that are no browsers send no Origin and are let through.

export interface OriginCheck {
  readonly origin: string | undefined
  readonly host: string | undefined
  /** Exact origins ("https://example.com") that may connect besides the server's own. */
  readonly allowed: readonly string[]
}

export function isOriginAllowed({ origin, host, allowed }: OriginCheck): boolean {
  if (origin === undefined) return true
  if (allowed.includes(origin)) return true
  // 'null' is what sandboxed frames and local files send: nobody in particular.
  const url = URL.parse(origin)
  if (url === null || url.host === '' || host === undefined) return false
  // Through the same parser, so that an explicit default port or upper case makes no difference.
  return URL.parse(`${url.protocol}//${host}`)?.host === url.host
}
