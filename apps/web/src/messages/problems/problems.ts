// What can go wrong between the page and the server, in the reader's language. The connection says it in English, with a
// code that stays; each other language has a sentence for every code, so a new one does not compile without words.
import type { ConnectionErrorCode } from '@stet/client'

/** `destroyed` and `not-connected` are a program's, not a person's. */
export type ProblemCode = Exclude<ConnectionErrorCode, 'destroyed' | 'not-connected'>

export type Problems = Readonly<Record<ProblemCode, string>>

/** What stands for several codes: to a person they are one. */
export interface SharedProblems {
  /** The two sides do not understand each other. */
  readonly misread: string
  readonly refused: string
  readonly readOnly: string
}

export function problemTable(
  shared: SharedProblems,
  own: Omit<Problems, keyof ReturnType<typeof sharedRows>>,
): Problems {
  return { ...sharedRows(shared), ...own }
}

function sharedRows({ misread, refused, readOnly }: SharedProblems) {
  return {
    'bad-frame': misread,
    'unknown-frame': misread,
    'bad-state-vector': misread,
    'bad-awareness': misread,
    'bad-text-frame': misread,
    'bad-update': refused,
    'read-only': readOnly,
  } satisfies Partial<Problems>
}
