// The entry of the site: styles first, then the page that the address names.
import { render } from 'preact'
import './site-styles.ts'
import { App } from './app.tsx'
import { prefetchDocumentPage } from './document-chunk.ts'
import { keepSiteOffline } from './offline-site.ts'
import { identityStore, router, wordsStore } from './services.ts'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has lost its #app element, where the site is shown.')
// A document is what it was opened for: its page is on the way while the words are.
if (router.get().page === 'document') prefetchDocumentPage()
// Nothing is shown in one language and then in another.
await wordsStore.ready
identityStore.welcome(wordsStore.guestNames())
render(<App />, root)
keepSiteOffline()
