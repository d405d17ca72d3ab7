// Who is here, from what every browser in the document says about itself. Those words come from strangers: they are
// checked and cut before they are shown.
import { colorOrDefault } from './color.ts'
import { cleanName, type Identity } from './identity.ts'

export interface PersonHere {
  /** Stable while the person stays: for keys and for order. */
  readonly clientId: number
  readonly name: string
  /** `#rrggbb` */
  readonly color: string
  /** No sign of life for a minute, in any of their tabs. */
  readonly idle: boolean
  /** Whose caret is theirs: of their tabs, one in which they are at work. */
  readonly caretId: number
}

/**
 * Everyone but me, in the order in which nobody jumps about. A person with several tabs is shown once, and my own
 * other tabs are me. Browsers that give no name (a script, a plain client) are not people to show.
 */
export function peopleHere(options: {
  readonly states: ReadonlyMap<number, unknown>
  readonly ownClientId: number
  readonly me: Identity
  /** What somebody without a name is called. */
  readonly someone: string
}): readonly PersonHere[] {
  const { states, ownClientId, me, someone } = options
  const own = personKey(me)
  const people = new Map<string, PersonHere>()
  for (const [clientId, state] of [...states].sort(([a], [b]) => a - b)) {
    if (clientId === ownClientId) continue
    const person = readPerson(clientId, state, someone)
    if (person === undefined || personKey(person) === own) continue
    const known = people.get(personKey(person))
    if (known === undefined) people.set(personKey(person), person)
    else if (known.idle && !person.idle)
      people.set(personKey(person), { ...known, idle: false, caretId: clientId })
  }
  return [...people.values()]
}

/** Equal lists need no new rendering: awareness changes with every caret move, people do not. */
export function samePeople(a: readonly PersonHere[], b: readonly PersonHere[]): boolean {
  return (
    a.length === b.length &&
    a.every((person, index) => {
      const other = b[index]
      return (
        other?.clientId === person.clientId &&
        other.caretId === person.caretId &&
        other.idle === person.idle &&
        personKey(other) === personKey(person)
      )
    })
  )
}

function readPerson(clientId: number, state: unknown, someone: string): PersonHere | undefined {
  if (typeof state !== 'object' || state === null || !('user' in state)) return undefined
  const { user } = state
  if (typeof user !== 'object' || user === null || !('name' in user) || typeof user.name !== 'string')
    return undefined
  const name = cleanName(user.name) || someone
  return {
    clientId,
    caretId: clientId,
    name,
    color: colorOrDefault('color' in user ? user.color : undefined, name),
    idle: 'idle' in state && state.idle === true,
  }
}

function personKey(person: Identity): string {
  return `${person.color.toLowerCase()} ${person.name}`
}
