// The connections of documents that are open, and of documents just left whose last words are still on the way to the
// server. Leaving a page must not keep an edit from the others: a connection is destroyed when nothing waits any more,
// and one that still waits is taken up again when its document is reopened.

/** What is used of a document's connection. */
export interface Leavable {
  readonly status: { readonly state: string; readonly unsavedFrames: number }
  on(event: 'status', listener: () => void): () => void
  destroy(): Promise<void>
}

export interface OpenConnections<T extends Leavable> {
  /** Throws what `connect` throws, for example when the name is not allowed. */
  open(document: string): T
  /** Call once, when the page of `document` is gone. */
  leave(document: string): void
}

export function createOpenConnections<T extends Leavable>(
  connect: (document: string) => T,
): OpenConnections<T> {
  // Bounded by the documents that one person leaves with unsaved edits while the server is away.
  const open = new Map<string, { readonly connection: T; stopWaiting?: (() => void) | undefined }>()

  return {
    open(document) {
      const waiting = open.get(document)
      if (waiting !== undefined) {
        waiting.stopWaiting?.()
        waiting.stopWaiting = undefined
        return waiting.connection
      }
      const connection = connect(document)
      open.set(document, { connection })
      return connection
    },
    leave(document) {
      const entry = open.get(document)
      if (entry === undefined) return
      const { connection } = entry
      const end = () => {
        if (!canLeave(connection.status)) return
        entry.stopWaiting?.()
        open.delete(document)
        // A copy that fails to close has nothing more to say to anyone: the page is gone.
        connection.destroy().catch(() => {})
      }
      entry.stopWaiting = connection.on('status', end)
      end()
    },
  }
}

/** Whether destroying the connection now loses nothing that waiting could still bring to the server. */
function canLeave(status: Leavable['status']): boolean {
  // Refused for good, or never allowed to write: waiting would change nothing. What this device keeps does wait: it is
  // of no use to the others before someone opens the document here again.
  return status.unsavedFrames === 0 || status.state === 'error' || status.state === 'readonly'
}
