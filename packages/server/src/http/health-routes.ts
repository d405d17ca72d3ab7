// The two questions of whoever watches over the server: does the process live, and can it save? A red readiness names
// its reasons, so that the first person to look need not search the log.
import { sendBody, sendJson } from './respond.ts'
import type { Route } from './router.ts'

export interface HealthSources {
  /** The storage says that it works. */
  storageHealthy(): boolean
  /** The last batch was stored. */
  savingWorks(): boolean
  closing(): boolean
}

export function healthRoutes(sources: HealthSources): Route[] {
  return [
    {
      path: '/healthz',
      methods: {
        GET: ({ response }) =>
          sendBody(response, 'ok', {
            status: 200,
            headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
          }),
      },
    },
    {
      path: '/readyz',
      methods: {
        GET({ response }) {
          const storage = sources.storageHealthy()
          const saving = sources.savingWorks()
          const closing = sources.closing()
          const reasons = [
            ...(storage
              ? []
              : ['The storage is unavailable or does not take writes: see the log for its error.']),
            ...(saving ? [] : ['The last edits could not be saved; they are tried again.']),
            ...(closing ? ['The server is closing.'] : []),
          ]
          const ready = reasons.length === 0
          sendJson(
            response,
            { ready, storage: storage && saving ? 'ok' : 'unavailable', closing, reasons },
            { status: ready ? 200 : 503 },
          )
        },
      },
    },
  ]
}
