// The entry of the site: styles first, then the page that the address names.
import { render } from 'preact'
import './site-styles.ts'
import { App } from './app.tsx'
import { prefetchDocumentPage } from './document-chunk.ts'
import { loadHomePage } from './home-chunk.ts'
import { keepSiteOffline } from './offline-site.ts'
import { identityStore, router, wordsStore } from './services.ts'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has lost its #app element, where the site is shown.')
// The page is on the way while the words are; a failure is met again, and said, when it is shown.
const { page } = router.get()
if (page === 'document') prefetchDocumentPage()
else if (page === 'library') loadHomePage().catch(() => {})
// Nothing is shown in one language and then in another.
await wordsStore.ready
identityStore.welcome(wordsStore.guestNames())
render(<App />, root)
keepSiteOffline()
