// A ProseMirror editor with a schema of its own, a recipe with ingredients, on @stet/binding. Content that this schema
// does not know would be shown as a stand-in and stay in the document.
import { safeBinding, withUnknownContent } from '@stet/binding'
import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { Schema } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import './carets.css'

const schema = new Schema(
  withUnknownContent({
    nodes: {
      doc: { content: 'ingredient+' },
      ingredient: {
        content: 'text*',
        group: 'block',
        parseDOM: [{ tag: 'p' }],
        toDOM: () => ['p', { class: 'ingredient' }, 0],
      },
      text: {},
    },
    marks: {
      amount: { parseDOM: [{ tag: 'b' }], toDOM: () => ['b', 0] },
    },
  }),
)

const doc = new Y.Doc()
const { awareness } = new WebsocketProvider(`ws://${location.host}/sync`, 'own-schema', doc)
awareness.setLocalStateField('user', { name: 'Cook', color: '#a34a00' })

const { plugins, undo, redo } = safeBinding(doc.getXmlFragment('recipe'), { awareness })
const keys = keymap({ 'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo })
new EditorView(document.getElementById('editor'), {
  state: EditorState.create({ schema, plugins: [...plugins, keys, keymap(baseKeymap)] }),
})
