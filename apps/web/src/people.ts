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
}

/**
 * Everyone but me, in the order in which nobody jumps about. A person with several tabs is shown once, and my own
 * other tabs are me. Browsers that give no name (a script, a plain client) are not people to show.
 */
export function peopleHere(options: {
  readonly states: ReadonlyMap<number, unknown>
  readonly ownClientId: number
  readonly me: Identity
}): readonly PersonHere[] {
  const { states, ownClientId, me } = options
  const seen = new Set([personKey(me)])
  const people: PersonHere[] = []
  for (const [clientId, state] of [...states].sort(([a], [b]) => a - b)) {
    if (clientId === ownClientId) continue
    const person = readPerson(clientId, state)
    if (person === undefined || seen.has(personKey(person))) continue
    seen.add(personKey(person))
    people.push(person)
  }
  return people
}

/** Equal lists need no new rendering: awareness changes with every caret move, people do not. */
export function samePeople(a: readonly PersonHere[], b: readonly PersonHere[]): boolean {
  return (
    a.length === b.length &&
    a.every((person, index) => {
      const other = b[index]
      return other?.clientId === person.clientId && personKey(other) === personKey(person)
    })
  )
}

function readPerson(clientId: number, state: unknown): PersonHere | undefined {
  if (typeof state !== 'object' || state === null || !('user' in state)) return undefined
  const { user } = state
  if (typeof user !== 'object' || user === null || !('name' in user) || typeof user.name !== 'string')
    return undefined
  const name = cleanName(user.name) || 'Someone'
  return { clientId, name, color: colorOrDefault('color' in user ? user.color : undefined, name) }
}

function personKey(person: Identity): string {
  return `${person.color.toLowerCase()} ${person.name}`
}
