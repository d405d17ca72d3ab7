// The events of one editor. Nobody can listen before createEditor's promise is answered, so what fails while the first content
// is drawn is told after `ready`.
import type { EditorEvents } from './editor.ts'
import type { Emitter } from './events.ts'
import { createEmitter } from './events.ts'

export interface EditorEventSource {
  readonly events: Emitter<EditorEvents>
  readonly report: (error: Error) => void
  readonly isReady: () => boolean
  /** Says that the editor is ready; `first` comes before the errors that waited. */
  readonly announce: (first: () => void) => void
}

/** Every event, for doors that listen to all of them. */
export const eventNames = [
  'ready',
  'change',
  'selection',
  'status',
  'presence',
  'divergence',
  'outdated',
  'missed',
  'error',
] as const satisfies readonly (keyof EditorEvents)[]

export function createEditorEvents(): EditorEventSource {
  const events = createEmitter<EditorEvents>(eventNames)
  let early: Error[] | undefined = []
  return {
    events,
    report(error) {
      if (early) early.push(error)
      else events.emit('error', error)
    },
    isReady: () => early === undefined,
    announce(first) {
      const errors = early ?? []
      early = undefined
      events.emit('ready', undefined)
      first()
      for (const error of errors) events.emit('error', error)
    },
  }
}
