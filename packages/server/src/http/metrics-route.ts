// GET /metrics. It tells how many people write here and when, so it is not for everybody: unless the operator says
// otherwise only programs on this machine get it.
import { HttpError, sendBody } from './respond.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Route } from './router.ts'
import type { IncomingMessage } from 'node:http'

/** Who may read it: programs on this machine, whoever reaches the port, nobody. */
export type MetricsAccess = 'local' | 'open' | 'off'

export function metricsRoutes(metrics: Metrics, access: MetricsAccess): Route[] {
  if (access === 'off') return []
  return [
    {
      path: '/metrics',
      methods: {
        async GET({ request, response }) {
          if (access === 'local' && !isLocal(request)) {
            throw new HttpError({
              status: 403,
              code: 'forbidden',
              message:
                'Only programs on the server\'s own machine may read the metrics. The setting "metrics" opens them.',
            })
          }
          sendBody(response, await metrics.text(), {
            status: 200,
            headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
          })
        },
      },
    },
  ]
}

/**
 * Comes from this machine, and for itself: a proxy on this machine passes on what anybody asks, and says so in a
 * header.
 */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? ''
  const loopback = address === '::1' || /^(?:::ffff:)?127\./u.test(address)
  const forwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'].some((name) => name in headers)
  return loopback && !forwarded
}
