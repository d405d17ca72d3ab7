// What a developer without Stet's binding has: prosemirror-view, y-prosemirror 1.3.7 as published, and a stock
// y-websocket 3.1 provider, on the schema of @stet/document. Served on the address of a Stet server by the test.
import { schema } from '@stet/document'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const name = location.hash.slice(1)
const doc = new Y.Doc()
const provider = new WebsocketProvider(`ws://${location.host}/sync`, name, doc)
provider.awareness.setLocalStateField('user', { name: 'Stock', color: '#1d6fb8' })

const mount = document.querySelector('#editor')
if (mount === null) throw new Error('The page has no #editor.')

provider.once('sync', () => {
  const view = new EditorView(mount, {
    state: EditorState.create({
      schema,
      plugins: [
        ySyncPlugin(doc.getXmlFragment('prosemirror')),
        yCursorPlugin(provider.awareness),
        yUndoPlugin(),
      ],
    }),
  })
  Object.assign(globalThis, { view })
})
