// A new document's title is its first edit, and goes the way of every edit: through the engine, which checks it,
// appends it to the log and sends it to whoever is in the document already. Writing a row past the engine would leave
// an open room without it.
import { metaName } from '@stet/document'
import { decodeServerText, encodeFrame, ProtocolError } from '@stet/protocol'
import * as Y from 'yjs'
import type { Clock, Engine } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

/** How long storage may take. Milliseconds. */
const deadlineMs = 10_000

export interface WriteTitleOptions {
  readonly engine: Engine
  readonly clock: Clock
  /** Who writes it. */
  readonly principal: string
  readonly document: DocumentName
  readonly title: string
}

/** Resolves when the title is on stable storage. Rejects with a ProtocolError that says why it is not (yet). */
export async function writeTitle({
  engine,
  clock,
  principal,
  document,
  title,
}: WriteTitleOptions): Promise<void> {
  const { promise: saved, resolve, reject } = Promise.withResolvers<void>()
  const session = await engine.join({
    document,
    principal,
    role: 'write',
    stet: true,
    outlet: {
      sendFrame: () => true,
      sendText(text) {
        const message = decodeServerText(text)
        if (message?.type === 'saved' && message.frames >= 1) resolve()
        if (message?.type === 'error') reject(new ProtocolError(message.code, message.message))
      },
      close: (_code, reason) => reject(new ProtocolError('restarting', reason)),
    },
  })
  const cancel = clock.setTimer(deadlineMs, () =>
    reject(new ProtocolError('storage-unavailable', 'The title could not be saved in time.')),
  )
  try {
    session.receive(encodeFrame({ type: 'update', update: titleUpdate(title) }))
    await saved
  } finally {
    cancel()
    session.leave()
  }
}

function titleUpdate(title: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap(metaName).set('title', title)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
