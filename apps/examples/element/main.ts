// The editor as an element, in a form: it sends its text as Markdown under its name. Any framework that speaks custom
// elements can draw it, and so can a page that is written by hand.
import { defineStetEditor } from '@stet/editor/element'
import '@stet/editor/style.css'

// An address in the HTML would do; this page does not know its own.
document.querySelector('stet-editor')!.setAttribute('url', `ws://${location.host}/sync`)
defineStetEditor()

document.querySelector('form')!.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = new FormData(event.currentTarget as HTMLFormElement).get('text')
  document.querySelector('output')!.textContent = text as string
})
