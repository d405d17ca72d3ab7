// Who is in a document, for listings: names and colours out of the presence that clients announce. It is their text:
// every field is checked and bounded before it goes to somebody else.
import type { AwarenessEntry } from '@stet/protocol'

export interface Person {
  readonly name: string
  /** A hexadecimal CSS colour, or '' when the client sent none. */
  readonly color: string
}

/** A listing shows some faces; in a room of hundreds nobody reads on. */
const maxPeople = 20
const maxNameLength = 80

/** Entries without a name (stock clients that set no user) are left out. */
export function peopleIn(presence: readonly AwarenessEntry[]): Person[] {
  const people: Person[] = []
  for (const { state } of presence) {
    const person = readPerson(state)
    if (person) people.push(person)
    if (people.length === maxPeople) break
  }
  return people
}

function readPerson(state: string): Person | undefined {
  let value: unknown
  try {
    value = JSON.parse(state)
  } catch {
    return undefined
  }
  const user = field(value, 'user')
  const name = field(user, 'name')
  const color = field(user, 'color')
  if (typeof name !== 'string' || name.trim() === '') return undefined
  return {
    name: name.trim().slice(0, maxNameLength).toWellFormed(),
    color: typeof color === 'string' && /^#[\da-f]{3,8}$/iu.test(color) ? color : '',
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
