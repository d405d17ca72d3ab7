// A page of another site can point its own name at 127.0.0.1 (DNS rebinding), and is then of the same origin as a
// server there: neither CORS nor the Origin check sees anything wrong. But the browser says in `Host` which name it
// used. So a server that is open because only this machine reaches it answers to names of this machine only.

export type HostCheck = (host: string | undefined) => boolean

/** `names`: further host names ("docs.example.com") that people use for this server, whatever the port. */
export function createHostCheck(names: readonly string[]): HostCheck {
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', ...names.map((name) => name.toLowerCase())])
  return (host) => host !== undefined && allowed.has(host.toLowerCase().replace(/:\d*$/u, ''))
}

/** The host names in origins ("https://docs.example.com"). */
export function hostsOf(origins: readonly string[]): string[] {
  return origins.flatMap((origin) => URL.parse(origin)?.hostname ?? [])
}
