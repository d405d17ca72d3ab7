// "New document": asks the server for one and goes there. The editor's code is fetched at the same time, so that the
// page opens as soon as the name is known.
import { useState } from 'preact/hooks'
import { api } from './api-service.ts'
import { problemOf, type ApiProblem } from './api.ts'
import { prefetchDocumentPage } from './document-chunk.ts'
import { PlusIcon } from './icons.tsx'
import { documentPath } from './router.ts'
import { router } from './services.ts'
import { useWords } from './use-words.ts'

type Creation =
  | { readonly step: 'idle' }
  | { readonly step: 'creating' }
  | { readonly step: 'failed'; readonly problem: ApiProblem }

export function NewDocument() {
  const t = useWords()
  const [creation, setCreation] = useState<Creation>({ step: 'idle' })

  async function create() {
    if (creation.step === 'creating') return
    setCreation({ step: 'creating' })
    prefetchDocumentPage()
    try {
      const { document } = await api.create()
      router.navigate(documentPath(document))
    } catch (error) {
      setCreation({ step: 'failed', problem: problemOf(error, 'notCreated') })
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
        {t(creating ? 'creating' : 'newDocument')}
      </button>
      {creation.step === 'failed' && (
        <p class="inline-error" role="alert">
          {t(creation.problem.key, creation.problem.values)}{' '}
          <button type="button" class="text-button" onClick={() => void create()}>
            {t('retry')}
          </button>
        </p>
      )}
    </div>
  )
}
