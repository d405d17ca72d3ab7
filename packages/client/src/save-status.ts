// What a person may believe about their words. "Saved" is said only when the server has confirmed every
// change of this document copy; being connected, or having sent something, is not enough. This file is the
// whole decision; what is confirmed is counted in `save-state.ts`.

import {
  unsavedFrames,
  waitingEdits,
  waitingSince,
  type Down,
  type SaveState,
  type StatusError,
  type Up,
} from './save-state.ts'

/** What the status says in one word; also the value of `data-stet-status` on an editor. */
export type StatusState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'readonly' | 'error'

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
        const before = stateOfLost(state, link)
        const shown = before === 'saved' && waiting > 0 ? 'saving' : before
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
      return link satisfies never
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

/** What was shown when the connection went. */
function stateOfLost(state: SaveState, { lost, since }: Down): StatusState {
  if (lost === undefined) return 'saving'
  return lost.kind === 'stopped' ? 'error' : decideUp(state, lost, since).state
}

/** A write that is on its way counts: it ends within milliseconds, or as 'failed'. */
function keepsOnDevice(state: SaveState): boolean {
  return state.device === 'kept' || state.device === 'pending'
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

const savedMessage = 'All changes are saved.'
const connectingMessage = 'Connecting to the server.'

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

function addDefined(a: number | undefined, b: number): number | undefined {
  return a === undefined ? undefined : a + b
}
