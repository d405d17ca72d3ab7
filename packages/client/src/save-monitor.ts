// Runs the save status: keeps its state, wakes when it may change by time alone, and tells about a new status
// only when something in it is different.

import { applySaveInput, initialSaveState, type Device, type SaveInput } from './save-state.ts'
import { decideStatus, hasUnsavedEdits, nextDecisionAt, type Status } from './save-status.ts'

export interface SaveMonitor {
  readonly status: Status
  readonly hasUnsavedEdits: boolean
  input(input: SaveInput): void
  stop(): void
}

export function createSaveMonitor(options: {
  readonly now: () => number
  readonly device: Device
  readonly onStatus: (status: Status) => void
}): SaveMonitor {
  const { now, onStatus } = options
  let state = initialSaveState(now(), options.device)
  let status = decideStatus(state, now())
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const decide = () => {
    clearTimeout(timer)
    const time = now()
    const next = nextDecisionAt(state, time)
    // Rounded up: a timer that fires a fraction early would decide the same again.
    if (next !== undefined) timer = setTimeout(decide, Math.ceil(next - time))
    const decided = decideStatus(state, time)
    if (isSame(status, decided)) return
    status = decided
    onStatus(status)
  }
  decide()

  return {
    get status() {
      return status
    },
    get hasUnsavedEdits() {
      return hasUnsavedEdits(state)
    },
    input(input) {
      if (stopped) return
      state = applySaveInput(state, input, now())
      decide()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

function isSame(a: Status, b: Status): boolean {
  return (
    a.state === b.state &&
    a.unsavedFrames === b.unsavedFrames &&
    a.keptOnDevice === b.keptOnDevice &&
    a.message === b.message &&
    a.error?.code === b.error?.code
  )
}
