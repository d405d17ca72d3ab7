// Where the document comes from: a connection made here, or what given-source.ts knows.
import { connectDocument } from '@stet/client'
import { documentSchema } from '@stet/document'
import type { Source } from './given-source.ts'
import { openGivenSource } from './given-source.ts'
import { checkDoc } from './one-copy.ts'
import type { EditorOptions } from './options.ts'

export async function openSource(options: EditorOptions): Promise<Source> {
  const { url, document, token, doc, awareness } = options
  if (url === undefined || document === undefined) return openGivenSource(options)
  const connection = connectDocument({
    url,
    document,
    schema: documentSchema,
    ...(token && { token }),
    ...(doc && { doc }),
    ...(awareness && { awareness }),
  })
  // Resolves after the last write on this device, for which nobody waits here; its failure was an 'error' event.
  const release = () => void connection.destroy().catch(() => {})
  try {
    checkDoc('the document of @stet/client', connection.doc)
  } catch (error) {
    release()
    throw error
  }
  return { doc: connection.doc, awareness: connection.awareness, connection, release }
}
