// Who may do what comes from the site's own sign-in. The page asks its backend (server.ts beside it) for a token, and so does
// the editor again before the token runs out. Open it with ?as=guest to be somebody who may only read.
import { createEditor } from '@stet/editor'
import '@stet/editor/style.css'

const as = new URLSearchParams(location.search).get('as') ?? 'ann'

const editor = await createEditor(document.getElementById('editor')!, {
  url: `ws://${location.host}/token-sync`,
  document: 'handbook',
  token: async () => {
    const response = await fetch(`/stet-token?as=${encodeURIComponent(as)}`)
    if (!response.ok) throw new Error('You are not signed in.')
    return response.text()
  },
})

const who = document.getElementById('who')!
const show = (): void => {
  who.textContent = `${as}: ${editor.status?.message ?? ''}`
}
editor.on('status', show)
show()
