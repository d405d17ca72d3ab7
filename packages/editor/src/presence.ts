// Who is in the document, read from awareness. Awareness also changes with every caret move; the list is made anew for
// each, but told only when a person came, went, or changed name or colour.
import type { Awareness } from 'y-protocols/awareness'
import type { Translator } from './messages/translate.ts'

export interface Person {
  readonly clientId: number
  readonly name: string
  /** `#rrggbb`. */
  readonly color: string
  readonly self: boolean
  /** No sign of life for a minute. */
  readonly idle: boolean
}

// Other clients write what they like here. A name longer than this is a nuisance, not a name.
const maxNameLength = 80
// Above this many the list is cut: it is for showing.
const maxPeople = 500

export function readPresence(awareness: Awareness, translate: Translator): readonly Person[] {
  const people: Person[] = []
  for (const [clientId, state] of awareness.getStates()) {
    if (people.length >= maxPeople) break
    const person = readPerson(clientId, state, translate)
    if (person) people.push({ ...person, self: clientId === awareness.clientID })
  }
  return people.sort((a, b) => a.clientId - b.clientId)
}

/** Undefined for a client that says nothing of who it is: a script, a plain client. */
export function readPerson(
  clientId: number,
  state: unknown,
  translate: Translator,
): Omit<Person, 'self'> | undefined {
  if (typeof state !== 'object' || state === null) return undefined
  const { user, idle } = state as { readonly user?: unknown; readonly idle?: unknown }
  if (typeof user !== 'object' || user === null) return undefined
  const { name, color } = user as { readonly name?: unknown; readonly color?: unknown }
  return {
    clientId,
    name:
      typeof name === 'string' && name.trim() !== ''
        ? name.trim().slice(0, maxNameLength)
        : translate('anonymous'),
    color: typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : '#6b6b6b',
    idle: idle === true,
  }
}

/** Tells of every change of the list of people. Returns the way to stop. */
export function watchPresence(
  awareness: Awareness,
  translate: Translator,
  onChange: (people: readonly Person[]) => void,
): () => void {
  let last = JSON.stringify(readPresence(awareness, translate))
  const changed = () => {
    const people = readPresence(awareness, translate)
    const now = JSON.stringify(people)
    if (now === last) return
    last = now
    onChange(people)
  }
  awareness.on('change', changed)
  return () => awareness.off('change', changed)
}
