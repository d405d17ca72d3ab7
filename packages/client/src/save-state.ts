// What has been confirmed of what was written here: the edits, the frames that carry them and the connection they went
// over, as a value and the events that change it, without a timer, a socket or a clock. `connection.ts` hands the events
// in; `save-status.ts` says what a person is told of it.

/** Sent frames whose confirmation is tracked one by one. Beyond it the newest are confirmed together, so a
 * server that stops confirming while a person types for hours costs no memory. */
const maxTracked = 64

/** Why the server will not have us, or what we sent: the code is stable, the message is for a person. */
export interface StatusError {
  readonly code: string
  readonly message: string
}

export type SaveInput =
  /** A socket is open. `confirms`: the server selected stet.v1, so it will say what is saved. */
  | { readonly type: 'opened'; readonly confirms: boolean }
  /** The socket is gone, or an attempt to open one failed; another attempt follows. `signIn`: for want of a token. */
  | { readonly type: 'closed'; readonly signIn?: boolean }
  /** The server will not have us; no attempt follows. */
  | { readonly type: 'stopped'; readonly error: StatusError }
  /** The server's answer to our sync step 1 is in the document. */
  | { readonly type: 'synced' }
  /** The document changed by something other than the server's frames. */
  | { readonly type: 'edit'; readonly by: 'here' | 'other-tab' }
  /** An update frame was handed to the open socket. `carries`: 'everything' for a sync step 2 (all this
   * document holds and the server lacked), 'edits' for a live update, 'tab-edits' for edits of other tabs. */
  | { readonly type: 'sent'; readonly carries: 'everything' | 'edits' | 'tab-edits' }
  /** The server says: the first `frames` update frames of this socket are durable. */
  | { readonly type: 'confirmed'; readonly frames: number }
  /** The server refused what we sent. */
  | { readonly type: 'refused'; readonly error: StatusError }
  /** The server says whether it can save at all. */
  | { readonly type: 'storage'; readonly available: boolean }
  /** This session may look but not write; or may write again. */
  | { readonly type: 'readonly' | 'writable' }
  /** The offline copy: 'off' there is none, 'pending' a write is on its way, 'kept' all is committed. */
  | { readonly type: 'device'; readonly device: Device }

export type Device = 'off' | 'pending' | 'kept' | 'failed'

/** One sent frame: once the server confirms `frame`, this many edits are safe. */
interface SentFrame {
  readonly frame: number
  readonly at: number
  readonly edits: number
  readonly tabEdits: number
}

/** A socket is open. */
export interface Up {
  readonly kind: 'up'
  readonly since: number
  readonly confirms: boolean
  readonly synced: boolean
  /** We answered the server's sync step 1 on this socket, so it has been sent all that this copy holds. */
  readonly answered: boolean
  readonly sent: number
  readonly confirmed: number
  readonly tracked: readonly SentFrame[]
  readonly storageAvailable: boolean
  readonly readonly: boolean
  readonly refusal: StatusError | undefined
}

/** No socket is open; another attempt follows. */
export interface Down {
  readonly kind: 'down'
  readonly since: number
  /** The link that went; what was said of it stands during the grace. */
  readonly lost: Up | Stopped | undefined
  /** The server did not take our token, so the network is not to blame. */
  readonly signIn: boolean
}

/** No attempt follows. */
export interface Stopped {
  readonly kind: 'stopped'
  readonly error: StatusError
}

export interface SaveState {
  readonly link: Up | Down | Stopped
  /** Counted since this connection object exists: made here, and received from other tabs. */
  readonly edits: number
  readonly tabEdits: number
  /** Of those, confirmed by the server. */
  readonly safeEdits: number
  readonly safeTabEdits: number
  /** When the oldest edit was made that no sent frame carries; undefined if all are carried. */
  readonly unsentSince: number | undefined
  readonly device: Device
}

/** The state before the first connection. */
export function initialSaveState(now: number, device: Device): SaveState {
  return {
    link: { kind: 'down', since: now, lost: undefined, signIn: false },
    edits: 0,
    tabEdits: 0,
    safeEdits: 0,
    safeTabEdits: 0,
    unsentSince: undefined,
    device,
  }
}

/** The state after one event at time `now` (ms, any steady clock). Events that cannot be are ignored. */
export function applySaveInput(state: SaveState, input: SaveInput, now: number): SaveState {
  switch (input.type) {
    case 'opened':
      return { ...state, link: freshLink(input.confirms, now) }
    case 'closed': {
      const signIn = input.signIn === true
      // A failed attempt is no new outage: the grace runs from the first close.
      if (state.link.kind === 'down') return { ...state, link: { ...state.link, signIn } }
      return { ...state, link: { kind: 'down', since: now, lost: state.link, signIn } }
    }
    case 'stopped':
      return { ...state, link: { kind: 'stopped', error: input.error } }
    case 'edit':
      return {
        ...state,
        edits: state.edits + (input.by === 'here' ? 1 : 0),
        tabEdits: state.tabEdits + (input.by === 'here' ? 0 : 1),
        unsentSince: state.unsentSince ?? now,
      }
    case 'device':
      return { ...state, device: input.device }
    case 'synced':
      return withUp(state, { synced: true })
    case 'storage':
      return withUp(state, { storageAvailable: input.available })
    case 'readonly':
    case 'writable':
      return withUp(state, { readonly: input.type === 'readonly' })
    case 'refused':
      return withUp(state, { refusal: input.error })
    case 'sent':
      return afterSent(state, input.carries, now)
    case 'confirmed':
      return afterConfirmed(state, input.frames)
    default:
      return input satisfies never
  }
}

function freshLink(confirms: boolean, now: number): Up {
  return {
    kind: 'up',
    since: now,
    confirms,
    synced: false,
    answered: false,
    sent: 0,
    confirmed: 0,
    tracked: [],
    storageAvailable: true,
    readonly: false,
    refusal: undefined,
  }
}

function afterSent(
  state: SaveState,
  carries: (SaveInput & { type: 'sent' })['carries'],
  now: number,
): SaveState {
  const { link } = state
  if (link.kind !== 'up') return state
  const frame = link.sent + 1
  const answered = link.answered || carries === 'everything'
  const before = link.tracked.at(-1)
  // A live update sent before the answer to step 1 may lean on offline edits the server still lacks, so on
  // its own it makes nothing safe; the answer that follows carries it again.
  const edits = answered && carries !== 'tab-edits' ? state.edits : (before?.edits ?? state.safeEdits)
  const tabEdits = answered && carries !== 'edits' ? state.tabEdits : (before?.tabEdits ?? state.safeTabEdits)
  const full = link.tracked.length >= maxTracked
  const entry = { frame, at: full && before !== undefined ? before.at : now, edits, tabEdits }
  const tracked = [...(full ? link.tracked.slice(0, -1) : link.tracked), entry]
  const unsentSince = edits === state.edits && tabEdits === state.tabEdits ? undefined : state.unsentSince
  return { ...state, unsentSince, link: { ...link, sent: frame, answered, tracked } }
}

function afterConfirmed(state: SaveState, frames: number): SaveState {
  const { link } = state
  if (link.kind !== 'up' || !link.confirms) return state
  // A confirmation for more than was sent proves nothing about the rest; one for less is old news.
  const confirmed = Math.min(frames, link.sent)
  if (!(confirmed > link.confirmed)) return state
  const done = link.tracked.findLast((entry) => entry.frame <= confirmed)
  return {
    ...state,
    safeEdits: done?.edits ?? state.safeEdits,
    safeTabEdits: done?.tabEdits ?? state.safeTabEdits,
    link: {
      ...link,
      confirmed,
      storageAvailable: true,
      tracked: link.tracked.filter((entry) => entry.frame > confirmed),
    },
  }
}

function withUp(state: SaveState, change: Partial<Up>): SaveState {
  return state.link.kind === 'up' ? { ...state, link: { ...state.link, ...change } } : state
}

/** Edits that the server has not confirmed. */
export function waitingEdits(state: SaveState): number {
  return state.edits - state.safeEdits + (state.tabEdits - state.safeTabEdits)
}

/** The edits, or the frames of this socket, that the server has not confirmed: the greater number. */
export function unsavedFrames(state: SaveState): number {
  const { link } = state
  return Math.max(waitingEdits(state), link.kind === 'up' ? link.sent - link.confirmed : 0)
}

/** Since when the oldest thing waits on this socket; undefined when nothing waits. */
export function waitingSince(state: SaveState, link: Up): number | undefined {
  if (!link.confirms) return undefined
  const oldest = link.tracked[0]?.at
  const carried = link.tracked.at(-1) ?? { edits: state.safeEdits, tabEdits: state.safeTabEdits }
  if (carried.edits === state.edits && carried.tabEdits === state.tabEdits) return oldest
  // What was in flight when the last socket broke waits on this one since it opened.
  const unsent = Math.max(link.since, state.unsentSince ?? link.since)
  return oldest === undefined ? unsent : Math.min(oldest, unsent)
}
