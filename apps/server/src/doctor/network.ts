// The port and the certificate.
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { readCertificate } from '@stet/server'
import { failed, ok, reasonOf, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const dayMs = 86_400_000
/** Renewals are usually tried a month before the end: with less than this left they do not work. */
const daysLeft = 14

export async function lookAtPort(options: {
  readonly host: string
  readonly port: number
  /** `stet serve` takes the next free one. */
  readonly mayMove: boolean
}): Promise<Finding> {
  const { host, port, mayMove } = options
  const probe = createServer()
  try {
    probe.listen({ host, port, exclusive: true })
    await once(probe, 'listening')
    return ok('port', `${host}:${port} is free.`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EADDRINUSE')
      return failed('port', `${host}:${port} cannot be listened on (${reasonOf(error)}).`)
    if (await isStet(host, port)) return ok('port', `A Stet server is running at ${host}:${port}.`)
    return mayMove
      ? warning('port', `${host}:${port} is in use by another program; the next free port will be taken.`)
      : failed('port', `${host}:${port} is in use by another program. Stop it, or choose another --port.`)
  } finally {
    probe.close()
  }
}

export function lookAtCertificate(
  files: { readonly cert: string; readonly key: string },
  now: number,
): Finding {
  const name = 'certificate'
  try {
    const { cert } = readCertificate(files)
    const { validTo, validFromDate, validToDate } = new X509Certificate(cert)
    if (validFromDate.getTime() > now)
      return failed(name, `${files.cert} is not valid before ${validFromDate.toISOString()}.`)
    const days = Math.floor((validToDate.getTime() - now) / dayMs)
    if (days < 0)
      return failed(
        name,
        `${files.cert} has expired (${validTo}). Renew it; the running server takes it up by itself.`,
      )
    return days < daysLeft
      ? warning(name, `${files.cert} expires in ${days} days (${validTo}). Renew it.`)
      : ok(name, `${files.cert} is valid for ${days} days.`)
  } catch (error) {
    return failed(name, reasonOf(error))
  }
}

async function isStet(host: string, port: number): Promise<boolean> {
  const name =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  try {
    const response = await fetch(`http://${name}:${port}/readyz`, { signal: AbortSignal.timeout(2000) })
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'ready' in body && 'storage' in body
  } catch {
    return false
  }
}
