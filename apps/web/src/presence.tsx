// Who is in the document: me first, then the others as discs; those without room wait behind "+3".
import type { DocumentConnection } from '@stet/client'
import type { Editor } from '@stet/editor'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { createPeopleAnnouncer } from './announcer.ts'
import { Avatar } from './avatar.tsx'
import { peopleHere, samePeople, type PersonHere } from './people.ts'
import { PersonCard, type PersonCardProps } from './person-card.tsx'
import { Popover } from './popover.tsx'
import { Profile } from './profile.tsx'
import { identityStore } from './services.ts'
import { useAnnouncement } from './use-announcement.ts'
import { useMedia } from './use-media.ts'
import { useStore } from './use-store.ts'
import { useWords } from './use-words.ts'

type Awareness = DocumentConnection['awareness']

export interface PresenceProps {
  readonly awareness: Awareness
  readonly editor: Editor
  readonly onFollow: (person: PersonHere) => void
}

export function Presence({ awareness, editor, onFollow }: PresenceProps) {
  const t = useWords()
  const people = usePeople(awareness)
  const narrow = useMedia('(max-width: 40rem)')
  // One disc beyond the room would be replaced by a "+1" of the same size: then it is shown itself.
  const room = narrow ? 1 : 4
  const shown = people.length > room + 1 ? people.slice(0, room) : people.slice(0, room + 1)
  const rest = people.length - shown.length
  const spoken = useComingAndGoing(people)
  return (
    <>
      <p class="visually-hidden" role="status">
        {spoken}
      </p>
      <ul class="presence" aria-label={t('peopleHere')}>
        <li>
          <Profile />
        </li>
        {shown.map((person) => (
          <li key={person.clientId}>
            <Popover
              label={person.name}
              buttonLabel={person.idle ? t('personIdle', { name: person.name }) : person.name}
              tip={person.idle ? t('personIdle', { name: person.name }) : person.name}
              button={<Avatar {...person} />}
              buttonClass="avatar-button"
            >
              {(close) => <PersonCard person={person} editor={editor} onFollow={onFollow} onDone={close} />}
            </Popover>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <Popover
              label={t('everyoneHere')}
              buttonLabel={t('moreHere', { count: rest })}
              button={
                <span class="avatar avatar-rest" aria-hidden="true">
                  +{rest}
                </span>
              }
              buttonClass="avatar-button"
            >
              {(close) => <Everyone people={people} editor={editor} onFollow={onFollow} onDone={close} />}
            </Popover>
          </li>
        )}
      </ul>
    </>
  )
}

interface EveryoneProps extends Omit<PersonCardProps, 'person'> {
  readonly people: readonly PersonHere[]
}

function Everyone({ people, ...ways }: EveryoneProps) {
  const t = useWords()
  const me = useStore(identityStore)
  return (
    <ul class="everyone">
      <li>
        <Avatar {...me} /> <span>{t('you', { name: me.name })}</span>
      </li>
      {people.map((person) => (
        <li key={person.clientId}>
          <PersonCard person={person} {...ways} />
        </li>
      ))}
    </ul>
  )
}

function usePeople(awareness: Awareness): readonly PersonHere[] {
  const me = useStore(identityStore)
  const t = useWords()
  const [people, setPeople] = useState<readonly PersonHere[]>([])
  useEffect(() => {
    const read = () => {
      const next = peopleHere({
        states: awareness.getStates(),
        ownClientId: awareness.clientID,
        me,
        someone: t('someone'),
      })
      setPeople((shown) => (samePeople(shown, next) ? shown : next))
    }
    read()
    awareness.on('change', read)
    return () => awareness.off('change', read)
  }, [awareness, me, t])
  return people
}

// More names than these are not read.
const maxNames = 3

function useComingAndGoing(people: readonly PersonHere[]): string {
  const t = useWords()
  const names = useMemo(() => people.map(({ name }) => name), [people])
  return useAnnouncement(
    names,
    (options) => {
      const list = (of: readonly string[]) => new Intl.ListFormat(t.locale).format(of.slice(0, maxNames))
      return createPeopleAnnouncer(options, {
        joined: (came) => t('joined', { count: came.length, names: list(came) }),
        left: (went) => t('left', { count: went.length, names: list(went) }),
      })
    },
    [t],
  )
}
