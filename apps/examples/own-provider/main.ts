// Our editor on a Yjs document that something else connects: here a stock y-websocket provider. It could as well be
// y-webrtc, a provider of your own, or none.
import { createEditor } from '@stet/editor'
import '@stet/editor/style.css'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const doc = new Y.Doc()
const provider = new WebsocketProvider(`ws://${location.host}/sync`, 'own-provider', doc)

// Show nothing before the provider has the document: an empty page would look like a lost one.
await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
await createEditor(document.getElementById('editor')!, {
  provider,
  user: { name: 'Grace', color: '#1d6fb8' },
})
