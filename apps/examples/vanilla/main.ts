// The editor in a page: a server, a document, a name. The word below it says what is saved.
import { createEditor } from '@stet/editor'
import '@stet/editor/style.css'

const editor = await createEditor(document.getElementById('editor')!, {
  url: `ws://${location.host}/sync`,
  document: 'vanilla',
  user: { name: 'Ada', color: '#0a7f5c' },
})

const word = document.body.appendChild(document.createElement('output'))
const show = (): void => {
  word.textContent = editor.status?.message ?? ''
}
editor.on('status', show)
show()
