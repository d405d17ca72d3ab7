// The entry of the site: styles first, then the page that the address names.
import { render } from 'preact'
import '@stet/editor/style.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/header.css'
import './styles/home.css'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has lost its #app element, where the site is shown.')
render(<App />, root)
