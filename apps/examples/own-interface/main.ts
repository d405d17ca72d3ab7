// The editor without our toolbar and menus: the page has buttons of its own and the two features it wants, and its build
// carries no others. "Read" shows the document as people see it who do not write.
import { connectDocument } from '@stet/client'
import { createEditor, links, tables } from '@stet/editor/core'
import type { Viewer } from '@stet/editor/viewer'
import { showDocument } from '@stet/editor/viewer'
import '@stet/editor/viewer.css'
import './page.css'

const connection = connectDocument({ url: `ws://${location.host}/sync`, document: 'own-interface' })
const place = document.getElementById('editor')!
const editor = await createEditor(place, { connection, features: [links, tables] })

const { commands } = editor
const actions = {
  bold: () => commands.toggleBold(),
  heading: () => commands.setHeading({ level: 2 }),
  table: () => commands.insertTable({ rows: 1, columns: 2 }),
}
for (const [id, act] of Object.entries(actions)) {
  onPress(id, () => {
    act()
    editor.focus()
  })
}

// The core has no list of what is on at the caret: the document says it.
const bold = document.getElementById('bold')!
function showMarks(): void {
  const { storedMarks, selection } = editor.view.state
  const isOn = (storedMarks ?? selection.$head.marks()).some(({ type }) => type.name === 'bold')
  bold.setAttribute('aria-pressed', String(isOn))
}
editor.on('selection', showMarks)
editor.on('change', showMarks)

const reader = document.getElementById('reader')!
let viewer: Viewer | undefined
onPress('read', () => {
  const isReading = viewer === undefined
  if (isReading) viewer = showDocument(reader, editor.getJSON())
  else {
    viewer?.destroy()
    viewer = undefined
  }
  reader.hidden = !isReading
  place.hidden = isReading
  document.getElementById('read')!.setAttribute('aria-pressed', String(isReading))
})
// What others write meanwhile is read as it comes.
editor.on('change', () => viewer?.show(editor.getJSON()))

function onPress(id: string, act: () => void): void {
  document.getElementById(id)!.addEventListener('click', act)
}
