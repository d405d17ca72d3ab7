// One document's connection as the page sees it: being opened, shown, or refused for good.
import { connectDocument, type DocumentConnection, type Status } from '@stet/client'
import { documentSchema } from '@stet/document'
import { useEffect, useState } from 'preact/hooks'
import { createOpenConnections } from './open-connections.ts'
import { identityStore } from './services.ts'

/** The code is for `t.problem`, which has the sentence in the reader's language. */
export interface Problem {
  readonly code: string
  readonly message: string
}

export type OpenDocument =
  | {
      readonly stage: 'opening'
      readonly status: Status | undefined
      /** Why it takes long, once something went wrong on the way. */
      readonly trouble: Problem | undefined
    }
  | {
      readonly stage: 'open'
      readonly connection: DocumentConnection
      readonly status: Status
      /** Why this device keeps no copy, once that is known. */
      readonly notKept: Problem | undefined
    }
  | ({ readonly stage: 'refused' } & Problem)

const connections = createOpenConnections((document) => {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return connectDocument({
    url: `${scheme}://${location.host}/sync`,
    document,
    schema: documentSchema,
    user: identityStore.get(),
  })
})

export function useConnection(name: string): OpenDocument {
  const [opened, setOpened] = useState<OpenDocument>({
    stage: 'opening',
    status: undefined,
    trouble: undefined,
  })

  useEffect(() => {
    let connection: DocumentConnection
    try {
      connection = connections.open(name)
    } catch (error) {
      // Of all that is handed over, only the name in the address comes from outside.
      const message = error instanceof Error ? error.message : 'This document cannot be opened.'
      setOpened({ stage: 'refused', code: 'bad-document-name', message })
      return undefined
    }
    let left = false
    let ready = false
    let trouble: Problem | undefined
    let notKept: Problem | undefined
    const show = () => {
      const { status } = connection
      if (left) return
      if (ready) setOpened({ stage: 'open', connection, status, notKept })
      // Once the content is shown it stays, whatever the server says later: people may want to copy it.
      else if (status.error !== undefined) setOpened({ stage: 'refused', ...status.error })
      else setOpened({ stage: 'opening', status, trouble })
    }
    connection.setUser(identityStore.get())
    const offs = [
      connection.on('status', show),
      connection.on('error', (error) => {
        if (error.code.startsWith('offline-')) notKept = error
        else trouble = error
        show()
      }),
      identityStore.subscribe(() => connection.setUser(identityStore.get())),
    ]
    show()
    const untilReady = async () => {
      try {
        await connection.ready
        ready = true
      } catch {
        // Refused for good: the status carries the reason.
      }
      show()
    }
    void untilReady()
    return () => {
      left = true
      for (const off of offs) off()
      // After the editor inside this page has taken its leave of the document, which happens later in this same turn.
      queueMicrotask(() => {
        // The others see at once that I have left, even while my last words are still being saved.
        connection.awareness.setLocalState(null)
        connections.leave(name)
      })
    }
  }, [name])

  return opened
}
