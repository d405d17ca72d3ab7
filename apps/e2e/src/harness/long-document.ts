// A long document, written by a stock client before anyone opens it: typing it would take the test's whole time.
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { Doc, XmlElement, XmlText } from 'yjs'
import type { Site } from './site.ts'

/** The server refuses a message that is much longer than what people write. */
const blocksPerMessage = 200

/** Puts one paragraph for each text into the document at the address. */
export async function fillDocument(site: Site, address: string, texts: readonly string[]): Promise<void> {
  const name = address.slice(address.lastIndexOf('/') + 1)
  const options = { WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, disableBc: true }
  const provider = new WebsocketProvider(site.server.syncUrl, name, new Doc(), options)
  try {
    await new Promise((resolve) => provider.once('sync', resolve))
    const fragment = provider.doc.getXmlFragment('prosemirror')
    for (let from = 0; from < texts.length; from += blocksPerMessage) {
      fragment.insert(from, texts.slice(from, from + blocksPerMessage).map(paragraph))
    }
    const { ws } = provider
    if (ws === null) throw new Error('The connection to the server was lost.')
    // A closing handshake comes after everything that was sent before it.
    const closed = once(ws as unknown as WebSocket, 'close')
    provider.disconnect()
    await closed
  } finally {
    provider.destroy()
  }
}

function paragraph(text: string): XmlElement {
  const block = new XmlElement('textblock')
  block.insert(0, [new XmlText(text)])
  return block
}
