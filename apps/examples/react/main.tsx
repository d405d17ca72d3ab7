// The editor as a component. StrictMode draws everything twice while developing; one editor is there all the same.
import { StetEditor } from '@stet/editor/react'
import '@stet/editor/style.css'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

function Page() {
  const [name, setName] = useState('Ada')
  const [status, setStatus] = useState('')
  return (
    <>
      <label>
        Your name <input value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <StetEditor
        url={`ws://${location.host}/sync`}
        document="react"
        user={{ name: name || 'Somebody', color: '#0a7f5c' }}
        onStatus={({ message }) => setStatus(message)}
      />
      <output>{status}</output>
    </>
  )
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
)
