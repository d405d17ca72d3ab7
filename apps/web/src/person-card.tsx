// One person in the document: whether they are at it, and the ways to where they are.
import type { Editor } from '@stet/editor'
import { useState } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import type { PersonHere } from './people.ts'
import { useWords } from './use-words.ts'

export interface PersonCardProps {
  readonly person: PersonHere
  readonly editor: Editor | undefined
  readonly onFollow: (person: PersonHere) => void
  readonly onDone: () => void
}

export function PersonCard({ person, editor, onFollow, onDone }: PersonCardProps) {
  const t = useWords()
  const [nowhere, setNowhere] = useState(false)
  return (
    <div class="person">
      <Avatar {...person} />
      <div class="person-words">
        <span class="person-name">{person.name}</span>
        <span class="hint">{t(nowhere ? 'noCaret' : person.idle ? 'idle' : 'present')}</span>
      </div>
      {editor && (
        <div class="person-ways">
          <button
            type="button"
            class="button"
            aria-label={t('goToPerson', { name: person.name })}
            onClick={() => {
              if (editor.showPerson(person.caretId)) onDone()
              else setNowhere(true)
            }}
          >
            {t('goTo')}
          </button>
          <button
            type="button"
            class="button"
            aria-label={t('followPerson', { name: person.name })}
            onClick={() => {
              onDone()
              onFollow(person)
            }}
          >
            {t('follow')}
          </button>
        </div>
      )}
    </div>
  )
}
