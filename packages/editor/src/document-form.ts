// Whether this editor and the document are of one form. An older document is brought up when it is opened by somebody who
// may write. A newer one is shown and not written to: what this version would store there, newer ones would misread. And
// as long as the document is in our form while somebody with a newer editor is in it, only a word about it is due.
import { documentVersion, metaName, migrateDocument, schemaVersion, stampVersion } from '@stet/document'
import type { DocumentConnection } from '@stet/client'
import type { Doc } from 'yjs'

/** A newer version of the editor is at work. */
export interface Outdated {
  /** Its document version. */
  readonly version: number
  /** The document is in that form already, so it cannot be edited here. Otherwise editing goes on. */
  readonly readonly: boolean
}

export interface DocumentFormOptions {
  readonly doc: Doc
  readonly connection: Pick<DocumentConnection, 'newerSchema' | 'on'> | undefined
  readonly mayWrite: boolean
  /** Called at once for what is known already. */
  readonly onOutdated: (outdated: Outdated) => void
}

export interface DocumentForm {
  /** Whether the document is in a form that this version writes. */
  readonly isOurs: boolean
  /** After each edit made here. */
  edited(): void
  destroy(): void
}

export function watchDocumentForm(options: DocumentFormOptions): DocumentForm {
  const { doc, connection, onOutdated } = options
  let told: Outdated = { version: schemaVersion, readonly: false }
  let isOurs = true

  function look(): void {
    const version = documentVersion(doc)
    isOurs = version <= schemaVersion
    tell({ version, readonly: !isOurs })
  }
  function tell(outdated: Outdated): void {
    const isNews = outdated.version > told.version || (outdated.readonly && !told.readonly)
    if (!isNews || outdated.version <= schemaVersion) return
    told = outdated
    onOutdated(outdated)
  }

  if (options.mayWrite) migrateDocument(doc)
  const meta = doc.getMap(metaName)
  meta.observe(look)
  look()
  const off = connection?.on('schema', ({ version }) => tell({ version, readonly: !isOurs }))
  const { newerSchema } = connection ?? {}
  if (newerSchema) tell({ version: newerSchema.version, readonly: !isOurs })

  return {
    get isOurs() {
      return isOurs
    },
    edited: () => stampVersion(doc),
    destroy() {
      meta.unobserve(look)
      off?.()
    },
  }
}
