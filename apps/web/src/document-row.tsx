// One document in the library: its title, when it last changed, and who is in it now.
import type { DocumentSummary, Person } from './api.ts'
import { Avatar } from './avatar.tsx'
import { prefetchDocumentPage } from './document-chunk.ts'
import { cleanName } from './identity.ts'
import { Link } from './link.tsx'
import { documentPath } from './router.ts'
import { TimeAgo } from './time-ago.tsx'
import { useWords } from './use-words.ts'

const shownPeople = 4

export function DocumentRow({ entry }: { readonly entry: DocumentSummary }) {
  const t = useWords()
  return (
    <li>
      <Link href={documentPath(entry.document)} class="document-row" onPointerEnter={prefetchDocumentPage}>
        <span class="document-text">
          {entry.title === '' ? (
            <span class="document-title untitled">{t('untitled')}</span>
          ) : (
            <span class="document-title">
              <bdi>{entry.title}</bdi>
            </span>
          )}
          <span class="document-time">
            <TimeAgo time={entry.changed} />
          </span>
        </span>
        {entry.people.length > 0 && <PeopleInside people={entry.people} />}
      </Link>
    </li>
  )
}

function PeopleInside({ people }: { readonly people: readonly Person[] }) {
  const t = useWords()
  const names = people.map((person) => cleanName(person.name) || t('someone'))
  const words = t('hereNow', { names: new Intl.ListFormat(t.locale).format(names) })
  const rest = people.length - shownPeople
  return (
    <span class="avatar-stack" title={words}>
      <span class="visually-hidden">. {words}</span>
      {people.slice(0, shownPeople).map((person, index) => (
        <Avatar key={index} name={names[index] ?? ''} color={person.color} />
      ))}
      {rest > 0 && (
        <span class="avatar avatar-rest" aria-hidden="true">
          +{rest}
        </span>
      )}
    </span>
  )
}
