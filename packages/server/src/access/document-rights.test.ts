import { parseDocumentName } from '@stet/protocol'
import { describe, expect, it } from 'vitest'
import { parseDocumentRights, roleFor } from './document-rights.ts'

const role = (documents: unknown, name: string) =>
  roleFor(parseDocumentRights(documents), parseDocumentName(name))

describe('which role a pattern gives', () => {
  it.each([
    [{ plan: 'write' }, 'plan', 'write'],
    [{ plan: 'write' }, 'plans', undefined],
    [{ plan: 'write' }, 'pla', undefined],
    [{ 'team-*': 'read' }, 'team-1', 'read'],
    [{ 'team-*': 'read' }, 'team-', 'read'],
    [{ 'team-*': 'read' }, 'team', undefined],
    [{ 'team-*': 'read' }, 'a-team-1', undefined],
    [{ '*': 'comment' }, 'anything', 'comment'],
    [{}, 'anything', undefined],
    // The most specific one decides, wherever it stands and whether it gives more or less.
    [{ 'team-*': 'write', 'team-a': 'read', '*': 'write' }, 'team-a', 'read'],
    [{ '*': 'read', 'team-*': 'comment', 'team-a-*': 'write' }, 'team-a-1', 'write'],
    [{ 'team-a-*': 'read', 'team-*': 'write' }, 'team-a-1', 'read'],
    [{ 'team-a-*': 'read', 'team-*': 'write' }, 'team-b', 'write'],
    // A star elsewhere is no wildcard, and a dot is a dot.
    [{ 'a.c': 'write' }, 'abc', undefined],
    [{ 'a.*': 'write' }, 'a.c', 'write'],
    // Names of what every object has.
    [{}, 'constructor', undefined],
    [{}, '__proto__', undefined],
    [JSON.parse('{"__proto__":"read"}'), '__proto__', 'read'],
  ])('%j and %s: %s', (documents, name, expected) => {
    expect(role(documents, name)).toBe(expected)
  })
})

describe('what is not understood is not passed over', () => {
  it.each([
    [undefined, 'no "documents"'],
    [null, 'no "documents"'],
    ['*', 'no "documents"'],
    [['plan'], 'no "documents"'],
    [{ plan: 'owner' }, 'the role of "plan"'],
    [{ plan: null }, 'the role of "plan"'],
    [{ plan: 'WRITE' }, 'the role of "plan"'],
    [{ 'a*b': 'read' }, '"a*b" is neither'],
    [{ '**': 'read' }, '"**" is neither'],
    [{ '': 'read' }, '"" is neither'],
    [{ 'a/b': 'read' }, '"a/b" is neither'],
    [{ '.': 'read' }, '"." is neither'],
    [{ [`${'a'.repeat(129)}*`]: 'read' }, 'is neither'],
    [
      Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`d${i}`, 'read'])),
      'more than 1000 patterns',
    ],
  ])('%j', (documents, reason) => {
    expect(() => parseDocumentRights(documents)).toThrow(reason)
  })
})
