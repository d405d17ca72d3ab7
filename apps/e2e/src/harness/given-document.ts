// A document with content that nobody has to type, written by a stock client before anyone opens it.
import { once } from 'node:events'
import { jsonToYjs } from '@stet/document'
import type { DocumentJSON } from '@stet/document'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { Doc } from 'yjs'
import type { Site } from './site.ts'

export interface StockClient {
  readonly doc: Doc
  readonly provider: WebsocketProvider
  readonly leave: () => void
  /** Resolves when everything it wrote has been sent, and then it has left. */
  readonly leaveWhenSent: () => Promise<void>
}

/** A client that is none of ours, in the document at the address. Resolves when it has what the server has. */
export async function joinDocument(site: Pick<Site, 'server'>, address: string): Promise<StockClient> {
  const name = new URL(address).pathname.slice('/d/'.length)
  const doc = new Doc()
  const options = { WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, disableBc: true }
  const provider = new WebsocketProvider(site.server.syncUrl, name, doc, options)
  await new Promise((resolve) => provider.once('sync', resolve))
  const leave = (): void => {
    provider.destroy()
    doc.destroy()
  }
  const leaveWhenSent = async (): Promise<void> => {
    try {
      const { ws } = provider
      if (ws === null) throw new Error('The connection to the server was lost.')
      // A closing handshake comes after everything that was sent before it.
      const closed = once(ws as unknown as WebSocket, 'close')
      provider.disconnect()
      await closed
    } finally {
      leave()
    }
  }
  return { doc, provider, leave, leaveWhenSent }
}

/** Puts this content into the new document at the address. */
export async function giveDocument(
  site: Pick<Site, 'server'>,
  address: string,
  content: DocumentJSON['content'],
): Promise<void> {
  const { doc, leaveWhenSent } = await joinDocument(site, address)
  jsonToYjs({ type: 'doc', content }, doc)
  await leaveWhenSent()
}
