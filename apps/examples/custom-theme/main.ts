// The look is all in theme.css: a few tokens, and plain rules for what no token says.
import { createEditor } from '@stet/editor'
import '@stet/editor/style.css'
import './theme.css'

await createEditor(document.getElementById('editor')!, {
  url: `ws://${location.host}/sync`,
  document: 'custom-theme',
  placeholder: 'Once upon a time …',
})
