// "New document": asks the server for one and goes there. The editor's code is fetched at the same time, so that the
// page opens as soon as the name is known.
import { useState } from 'preact/hooks'
import { ApiError } from './api.ts'
import { prefetchDocumentPage } from './document-chunk.ts'
import { PlusIcon } from './icons.tsx'
import { documentPath } from './router.ts'
import { api, router } from './services.ts'

type Creation =
  | { readonly step: 'idle' }
  | { readonly step: 'creating' }
  | { readonly step: 'failed'; readonly message: string }

export function NewDocument() {
  const [creation, setCreation] = useState<Creation>({ step: 'idle' })

  async function create() {
    if (creation.step === 'creating') return
    setCreation({ step: 'creating' })
    prefetchDocumentPage()
    try {
      const { document } = await api.create()
      router.navigate(documentPath(document))
    } catch (error) {
      const message = error instanceof ApiError ? error.message : 'The new document could not be made.'
      setCreation({ step: 'failed', message })
    }
  }

  const creating = creation.step === 'creating'
  return (
    <div class="new-document">
      <button
        type="button"
        class="button button-primary"
        aria-disabled={creating}
        onClick={() => void create()}
        onPointerEnter={prefetchDocumentPage}
      >
        <PlusIcon />
        {creating ? 'Creating…' : 'New document'}
      </button>
      {creation.step === 'failed' && (
        <p class="inline-error" role="alert">
          {creation.message}{' '}
          <button type="button" class="text-button" onClick={() => void create()}>
            Retry
          </button>
        </p>
      )}
    </div>
  )
}
