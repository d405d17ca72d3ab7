// What a person may believe about their words. "Saved" is said only when the server has confirmed every
// change of this document copy; being connected, or having sent something, is not enough. This file is the
// whole decision, without a timer, a socket or a clock: events and the time are handed in, and the status
// follows. `connection.ts` feeds it.

/** What the status says in one word; also the value of `data-stet-status` on an editor. */
export type StatusState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'readonly' | 'error'

/** Why the state is 'error': the code is stable, the message is for a person. */
export interface StatusError {
  readonly code: string
  readonly message: string
}

/** The honest status of one document copy. */
export interface Status {
  readonly state: StatusState
  /** Changes and sent frames the server has not confirmed yet; 0 whenever `state` is 'saved'. */
  readonly unsavedFrames: number
  /** Every change up to now is committed to this device's offline copy. */
  readonly keptOnDevice: boolean
  /** One sentence a person understands. */
  readonly message: string
  /** Present exactly when `state` is 'error'. */
  readonly error?: StatusError
}

/** An update that waits longer than this for its confirmation is called unsaved. */
export const overdueAfterMs = 8000

/** A connection that is back within this time was not worth a word. */
export const offlineGraceMs = 1500

/** Sent frames whose confirmation is tracked one by one. Beyond it the newest are confirmed together, so a
 * server that stops confirming while a person types for hours costs no memory. */
const maxTracked = 64

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

interface Up {
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

interface Down {
  readonly kind: 'down'
  readonly since: number
  /** What was shown when the connection went; it stands during the grace. */
  readonly shown: StatusState
  /** The server did not take our token, so the network is not to blame. */
  readonly signIn: boolean
}

interface Stopped {
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
    link: { kind: 'down', since: now, shown: 'saving', signIn: false },
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
      return { ...state, link: { kind: 'down', since: now, shown: decideStatus(state, now).state, signIn } }
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
      return unreachable(input)
  }
}

/**
 * The status to show. Invariants:
 * 1. 'saved' while connected means: the server confirms on this socket, its answer to our step 1 is in, our
 *    answer to its step 1 was sent, and every update frame sent and every edit made is confirmed.
 * 2. 'saved' while disconnected lasts at most the grace, and only if nothing is waiting.
 * 3. A server that does not confirm (no stet.v1) never leads to 'saved'.
 * 4. 'saving' means connected (or within the grace), and nothing has waited `overdueAfterMs` yet.
 * 5. 'offline' never stands for edits that this device could not keep: that is 'unsaved'.
 * 6. `unsavedFrames` is 0 when 'saved'; `error` is there exactly when 'error'.
 */
export function decideStatus(state: SaveState, now: number): Status {
  const { link } = state
  const waiting = waitingEdits(state)
  switch (link.kind) {
    case 'stopped':
      return status(state, 'error', link.error.message, link.error)
    case 'down': {
      if (now - link.since < offlineGraceMs) {
        const shown = link.shown === 'saved' && waiting > 0 ? 'saving' : link.shown
        // An error needs its cause, and the cause went with the socket.
        if (shown === 'error' || shown === 'offline') return status(state, 'unsaved', connectingMessage)
        return status(state, shown, shown === 'saved' ? savedMessage : connectingMessage)
      }
      if (waiting > 0 && !keepsOnDevice(state)) {
        const message = `${away(link)} ${waits(waiting)} and could not be kept on this device.`
        return status(state, 'unsaved', message)
      }
      return status(state, 'offline', `${away(link)} ${offlineMessage(state, waiting)}`)
    }
    case 'up':
      return decideUp(state, link, now)
    default:
      return unreachable(link)
  }
}

/** When the status may change without any further event, or undefined. */
export function nextDecisionAt(state: SaveState, now: number): number | undefined {
  const { link } = state
  if (link.kind === 'stopped') return undefined
  const at =
    link.kind === 'down' ? link.since + offlineGraceMs : addDefined(waitingSince(state, link), overdueAfterMs)
  return at !== undefined && at > now ? at : undefined
}

/** Edits that would be lost to the others if this copy vanished now; the reason to warn before closing. A
 * server that never confirms cannot release them, so there having sent them has to do. */
export function hasUnsavedEdits(state: SaveState): boolean {
  const { link } = state
  if (link.kind === 'up' && !link.confirms && link.answered) return false
  return waitingEdits(state) > 0
}

const savedMessage = 'All changes are saved.'
const connectingMessage = 'Connecting to the server.'

function decideUp(state: SaveState, link: Up, now: number): Status {
  const waiting = unsavedFrames(state)
  const kept = keepsOnDevice(state) ? ' They are kept on this device.' : ''
  if (link.refusal !== undefined) return status(state, 'error', link.refusal.message, link.refusal)
  if (link.readonly) {
    const lost = waitingEdits(state)
    return status(
      state,
      'readonly',
      lost === 0
        ? 'You can read this document but not change it.'
        : `You can read this document but not change it. ${changes(lost)} made here ${lost === 1 ? 'was' : 'were'} not saved.`,
    )
  }
  if (!link.confirms) return status(state, 'unsaved', 'Connected, but this server does not confirm saving.')
  if (!link.storageAvailable) {
    return status(
      state,
      'unsaved',
      waiting === 0
        ? 'The server cannot save right now. Everything up to now is saved.'
        : `The server cannot save right now. ${waits(waiting)}.${kept}`,
    )
  }
  if (link.synced && link.answered && waiting === 0) return status(state, 'saved', savedMessage)
  const since = waitingSince(state, link)
  if (since === undefined) return status(state, 'saving', 'Loading the document.')
  if (now - since >= overdueAfterMs) {
    return status(state, 'unsaved', `The server has not confirmed saving for some time.${kept}`)
  }
  return status(state, 'saving', 'Saving.')
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

function waitingEdits(state: SaveState): number {
  return state.edits - state.safeEdits + (state.tabEdits - state.safeTabEdits)
}

function unsavedFrames(state: SaveState): number {
  const { link } = state
  return Math.max(waitingEdits(state), link.kind === 'up' ? link.sent - link.confirmed : 0)
}

/** Since when the oldest thing waits on this socket; undefined when nothing waits. */
function waitingSince(state: SaveState, link: Up): number | undefined {
  if (!link.confirms) return undefined
  const oldest = link.tracked[0]?.at
  const carried = link.tracked.at(-1) ?? { edits: state.safeEdits, tabEdits: state.safeTabEdits }
  if (carried.edits === state.edits && carried.tabEdits === state.tabEdits) return oldest
  // What was in flight when the last socket broke waits on this one since it opened.
  const unsent = Math.max(link.since, state.unsentSince ?? link.since)
  return oldest === undefined ? unsent : Math.min(oldest, unsent)
}

/** A write that is on its way counts: it ends within milliseconds, or as 'failed'. */
function keepsOnDevice(state: SaveState): boolean {
  return state.device === 'kept' || state.device === 'pending'
}

function away({ signIn }: Down): string {
  return signIn ? 'Signing in again.' : 'Offline.'
}

function offlineMessage(state: SaveState, waiting: number): string {
  if (waiting > 0) {
    return `${waits(waiting)} to be sent; ${waiting === 1 ? 'it is' : 'they are'} kept on this device.`
  }
  return keepsOnDevice(state)
    ? 'You can go on writing; changes are kept on this device.'
    : 'Changes made now cannot be kept on this device.'
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`
}

function waits(count: number): string {
  return count === 1 ? '1 change waits' : `${count} changes wait`
}

function status(state: SaveState, shown: StatusState, message: string, error?: StatusError): Status {
  const base = {
    state: shown,
    unsavedFrames: unsavedFrames(state),
    keptOnDevice: state.device === 'kept',
    message,
  }
  return error === undefined ? base : { ...base, error }
}

function addDefined(a: number | undefined, b: number): number | undefined {
  return a === undefined ? undefined : a + b
}

function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
