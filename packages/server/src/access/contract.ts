// What every driver of the access port does, as tests: call `describeAuthorizeContract` in a test file of yours with a
// way to make the driver and people it knows.
import { parseDocumentName } from '@stet/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { parseDecision } from './parse-decision.ts'
import { anonymous } from './types.ts'
import type { Authorize, Decision } from './types.ts'
import type { Role } from '@stet/protocol'

export interface Person {
  readonly principal: string
  readonly name: string
  /** Documents by exact name. */
  readonly documents: Readonly<Record<string, Role>>
}

export interface AuthorizeWorld {
  readonly authorize: Authorize
  /** Makes the person known, in place of the one of the same name before, and gives what they show. */
  readonly tokenFor: (person: Person) => Promise<string>
  /** From now on nothing can be decided. Absent for a driver that can always decide. */
  readonly breakDown?: () => void
  /** Whether a change of a person's rights counts for a token they have already. */
  readonly rightsAreIn: 'token' | 'driver'
  readonly close?: () => Promise<void>
}

const plan = parseDocumentName('plan')
const notes = parseDocumentName('notes')
const address = '203.0.113.7'
const ann: Person = { principal: 'user-1', name: 'Ann', documents: { plan: 'write', notes: 'read' } }
const ben: Person = { principal: 'user-2', name: 'Ben', documents: { plan: 'comment' } }

export function describeAuthorizeContract(name: string, create: () => Promise<AuthorizeWorld>): void {
  describe(`${name} keeps the access contract`, () => {
    let world: AuthorizeWorld | undefined
    const open = async (): Promise<AuthorizeWorld> => (world = await create())
    afterEach(() => world?.close?.())

    it('allows each person what they may, and says who it is', async () => {
      const { authorize, tokenFor } = await open()
      const token = await tokenFor(ann)
      expect(await ask(authorize, { document: plan, token })).toMatchObject({
        kind: 'allow',
        principal: 'user-1',
        name: 'Ann',
        role: 'write',
      })
      expect(await ask(authorize, { document: notes, token })).toMatchObject({ kind: 'allow', role: 'read' })
    })

    it('denies for good what somebody may not, and whoever is nobody', async () => {
      const { authorize, tokenFor } = await open()
      const token = await tokenFor(ben)
      const denied = await ask(authorize, { document: notes, token })
      expect(denied.kind === 'deny' && ['forbidden', 'not-found'].includes(denied.code)).toBe(true)
      for (const stranger of [undefined, '', 'nonsense', `${token}x`, token.slice(1)]) {
        const answer = await ask(authorize, {
          document: plan,
          ...(stranger === undefined ? {} : { token: stranger }),
        })
        expect(answer).toMatchObject({ kind: 'deny', code: 'unauthorized' })
      }
    })

    it('mixes nothing up when many ask at once', async () => {
      const { authorize, tokenFor } = await open()
      const tokens = { ann: await tokenFor(ann), ben: await tokenFor(ben) }
      const questions = Array.from({ length: 40 }, (_, i) => ({
        who: i % 2 === 0 ? ('ann' as const) : ('ben' as const),
        document: i % 4 < 2 ? plan : notes,
      }))
      const answers = await Promise.all(
        questions.map(({ who, document }) => ask(authorize, { document, token: tokens[who] })),
      )
      expect(
        answers.map((answer) => (answer.kind === 'allow' ? `${answer.principal} ${answer.role}` : 'no')),
      ).toEqual(
        questions.map(({ who, document }) =>
          who === 'ann'
            ? `user-1 ${document === plan ? 'write' : 'read'}`
            : document === plan
              ? 'user-2 comment'
              : 'no',
        ),
      )
    })

    it('rejects when it cannot decide: that is no denial', async () => {
      const { authorize, tokenFor, breakDown } = await open()
      const token = await tokenFor(ann)
      breakDown?.()
      const outcome = await Promise.resolve({ document: plan, token, address })
        .then(authorize)
        .then(
          ({ kind }) => kind,
          () => 'rejected',
        )
      expect(outcome).toBe(breakDown === undefined ? 'allow' : 'rejected')
    })

    it('answers afresh once it was told to forget', async () => {
      const { authorize, tokenFor, rightsAreIn } = await open()
      const token = await tokenFor(ann)
      await ask(authorize, { document: plan, token })
      const later = await tokenFor({ ...ann, documents: { plan: 'read' } })
      authorize.forget?.()
      const shown = rightsAreIn === 'token' ? later : token
      expect(await ask(authorize, { document: plan, token: shown })).toMatchObject({
        kind: 'allow',
        role: 'read',
      })
      expect(await ask(authorize, { document: notes, token: shown })).toMatchObject({ kind: 'deny' })
    })

    it('nobody it knows is the one that stands for nobody', async () => {
      const { authorize, tokenFor } = await open()
      const token = await tokenFor(ann)
      const answer = await ask(authorize, { document: plan, token })
      expect(answer.kind === 'allow' && answer.principal).not.toBe(anonymous)
    })
  })
}

/** The answer, as the server reads it. */
async function ask(
  authorize: Authorize,
  request: { document: typeof plan; token?: string },
): Promise<Decision> {
  return parseDecision(await authorize({ address, ...request }))
}
