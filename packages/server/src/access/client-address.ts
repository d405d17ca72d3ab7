// Which network address a request comes from. Behind a reverse proxy that is the proxy's, and the client's stands in
// X-Forwarded-For, where anybody else could have written anything: it counts only as far as trusted proxies wrote it.
import { BlockList, isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'

export type ClientAddress = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string

/** `trusted`: addresses, ranges ("10.0.0.0/8"), or "loopback". Throws an Error that names what is none. */
export function createClientAddress(trusted: readonly string[]): ClientAddress {
  const list = new BlockList()
  for (const entry of trusted) addTo(list, entry)
  const isTrusted = (address: string): boolean => {
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
  return ({ headers, socket }) => {
    let client = plain(socket.remoteAddress ?? '')
    if (trusted.length === 0) return client
    const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
    // From the nearest proxy outwards, up to the first that is not ours.
    for (const hop of forwarded.toReversed().map((entry) => plain(entry.trim()))) {
      if (!isTrusted(client) || isIP(hop) === 0) break
      client = hop
    }
    return client
  }
}

/** An address of this machine: the operator, or a proxy that nobody told us to trust. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** Without a zone, and IPv4 as such also on a socket that takes both. */
function plain(address: string): string {
  return address.replace(/%.*$/u, '').replace(/^::ffff:(?=\d+\.)/iu, '')
}

function addTo(list: BlockList, entry: string): void {
  if (entry === 'loopback') {
    list.addSubnet('127.0.0.0', 8, 'ipv4')
    list.addAddress('::1', 'ipv6')
    return
  }
  const [address = '', prefix, ...rest] = entry.split('/')
  const family = isIP(address)
  const bits = prefix === undefined ? undefined : Number(/^\d{1,3}$/u.exec(prefix)?.[0] ?? -1)
  const valid = bits === undefined || (bits >= 0 && bits <= (family === 6 ? 128 : 32))
  if (family === 0 || rest.length > 0 || !valid) {
    throw new Error(
      `A trusted proxy is an address, a range such as 10.0.0.0/8, or "loopback", not ${JSON.stringify(entry)}.`,
    )
  }
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined) list.addAddress(address, type)
  else list.addSubnet(address, bits, type)
}
