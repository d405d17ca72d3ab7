/**
 * An engine on fake ports, and guests in it, for tests.
 */
import { encodeAwareness, encodeFrame, parseDocumentName, ProtocolError } from '@stet/protocol'
import type { AwarenessEntry } from '@stet/protocol'
import type * as Y from 'yjs'
import type { Role } from './access.ts'
import { createEngine } from './engine.ts'
import type { EngineEvent } from './events.ts'
import { FakeClock, FakeLog, FakeOutlet, frameOf } from './fake-ports.ts'
import type { Limits } from './limits.ts'
import type { Session } from './peer.ts'

export const one = parseDocumentName('one')
export const two = parseDocumentName('two')

export interface Guest {
  readonly session: Session
  readonly outlet: FakeOutlet
}

export function setUp(limits: Partial<Limits> = {}) {
  const clock = new FakeClock()
  const log = new FakeLog()
  const events: EngineEvent[] = []
  // Most rules are about what happens, not when: time stands still unless a test moves it.
  const untimed = { commitSpacingMs: 0, ...limits }
  const engine = createEngine({ log, clock, limits: untimed, onEvent: (event) => events.push(event) })
  /** Joins; with `synced` also asks for the content, as clients do at opening, and forgets the greeting. */
  async function join(
    options: Partial<{
      document: typeof one
      principal: string
      role: Role
      stet: boolean
      synced: boolean
      outlet: FakeOutlet
    }> = {},
  ): Promise<Guest> {
    const { document = one, principal = 'anna', role = 'write', stet = true } = options
    const { synced = true, outlet = new FakeOutlet() } = options
    const session = await engine.join({ document, principal, role, stet, outlet })
    if (synced) {
      session.receive(frameOf.stepOne())
      outlet.clear()
    }
    return { session, outlet }
  }
  return { clock, log, events, engine, join }
}

export function awareness(...entries: AwarenessEntry[]): Uint8Array {
  return encodeFrame({ type: 'awareness', entries: encodeAwareness(entries) })
}

/** The error a promise was rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<ProtocolError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ProtocolError) return error
  throw new Error('It was not refused', { cause: error })
}

export function textOf(doc: Y.Doc): string {
  return doc.getText('text').toJSON()
}
