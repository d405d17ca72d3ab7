// A running Stet server as export and import need it: export is a request, import is what every client does, so that
// the server checks it, saves it and shows it to whoever is in the document.
import { decodeFrame, decodeServerText, encodeFrame, errorTable, stetSubprotocol } from '@stet/protocol'
import { tokenSubprotocolPrefix } from '@stet/protocol'
import { Failure } from '../mistake.ts'
import type { DocumentName } from '@stet/protocol'
import type { ExportFormat } from '@stet/server'

export interface RemoteServer {
  export(document: DocumentName, format: ExportFormat): Promise<Uint8Array>
  /** Resolves when the update is saved there. 'not-empty': the document has content, and nothing was changed. */
  import(document: DocumentName, update: Uint8Array): Promise<'saved' | 'not-empty'>
}

/** Milliseconds. The largest export a server makes may take one minute. */
const exportMs = 90_000
const importMs = 30_000

/** A sync step 2 with nothing in it. */
const nothing = new Uint8Array([0, 0])

export function createRemoteServer(url: URL, token: string | undefined): RemoteServer {
  const base = url.href.replace(/\/$/u, '')

  return {
    async export(document, format) {
      let response: Response
      try {
        response = await fetch(`${base}/api/documents/${document}/export?format=${format}`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
          signal: AbortSignal.timeout(exportMs),
        })
      } catch (error) {
        throw unreachable(base, error)
      }
      if (response.ok) return response.bytes()
      const body: unknown = await response.json().catch(() => undefined)
      throw new Failure(`The server at ${base} refused: ${messageIn(body) ?? response.statusText}`)
    },

    import(document, update) {
      const { promise, resolve, reject } = Promise.withResolvers<'saved' | 'not-empty'>()
      const protocols = [stetSubprotocol]
      if (token !== undefined) {
        protocols.push(`${tokenSubprotocolPrefix}${Buffer.from(token).toString('base64url')}`)
      }
      const socket = new WebSocket(`${base.replace(/^http/u, 'ws')}/sync/${document}`, protocols)
      socket.binaryType = 'arraybuffer'
      let sent = false
      const timer = setTimeout(
        () => reject(new Failure(`The server at ${base} did not save it in time. Look whether it is there.`)),
        importMs,
      )
      socket.addEventListener('error', () => reject(unreachable(base, undefined)))
      socket.addEventListener('close', ({ reason }) =>
        reject(
          new Failure(`The server at ${base} closed the connection${reason === '' ? '' : `: ${reason}`}.`),
        ),
      )
      socket.addEventListener('message', ({ data }: { readonly data: ArrayBuffer | string }) => {
        if (typeof data === 'string') {
          const message = decodeServerText(data)
          if (message?.type === 'saved' && sent && message.frames >= 1) resolve('saved')
          if (message?.type === 'error') {
            reject(
              new Failure(
                `The server at ${base} refused: ${message.message || errorTable[message.code].person}`,
              ),
            )
          }
          return
        }
        const frame = decodeFrame(new Uint8Array(data))
        if (frame.type === 'sync-step-1') {
          // Asks for all it has; what we have comes after its answer.
          socket.send(encodeFrame({ type: 'sync-step-1', stateVector: new Uint8Array([0]) }).slice())
        }
        if (frame.type === 'sync-step-2' && !sent) {
          if (!Buffer.from(frame.update).equals(nothing)) {
            resolve('not-empty')
            return
          }
          sent = true
          socket.send(encodeFrame({ type: 'sync-step-2', update }).slice())
        }
      })
      return promise.finally(() => {
        clearTimeout(timer)
        socket.close()
      })
    },
  }
}

function unreachable(base: string, cause: unknown): Failure {
  const reason = cause instanceof Error && cause.cause instanceof Error ? ` (${cause.cause.message})` : ''
  return new Failure(`The server at ${base} cannot be reached or refuses${reason}.`, { cause })
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined
  const { error } = body
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined
  return typeof error.message === 'string' ? error.message : undefined
}
