// How the binding tells that something went wrong: it never throws into somebody's edit.

/** What the binding was doing when something went wrong. `paused`: it stopped itself to protect the document. */
export type BindingStage = 'paused' | 'render' | 'write' | 'cursors'

export type ReportError = (error: Error, stage: BindingStage) => void

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error })
}
