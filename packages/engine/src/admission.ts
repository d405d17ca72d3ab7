/**
 * What a document has let in, and whether it lets in more.
 *
 * The rows on their way to the log are part of it: a new frame is judged against everything accepted, so that typing
 * faster than the disk is no gap.
 */
import { KnownUpdates, ProtocolError, scanUpdate, storedScanLimits, syncScanLimits } from '@stet/protocol'
import type { AcceptedUpdate, ScanResult } from '@stet/protocol'
import { mayWrite, type Role } from './access.ts'
import type { Limits } from './limits.ts'
import { withoutKnown } from './trim.ts'
import type { DocumentFrameKind, Verdict } from './verdict.ts'

export type Judgement =
  | Exclude<Verdict, { readonly kind: 'accepted' }>
  /** Nothing in it is new. */
  | { readonly kind: 'known' }
  /** `update` is what it brings, `scan` what the whole frame carries. */
  | { readonly kind: 'news'; readonly update: Uint8Array; readonly scan: AcceptedUpdate }

export interface Submission {
  readonly update: Uint8Array
  readonly kind: DocumentFrameKind
  readonly role: Role
}

export class Admission {
  readonly #limits: Pick<Limits, 'liveUpdateBytes' | 'syncUpdateBytes' | 'documentBytes' | 'roots'>
  readonly #known = new KnownUpdates()
  readonly #roots = new Set<string>()
  #bytes = 0

  constructor(limits: Pick<Limits, 'liveUpdateBytes' | 'syncUpdateBytes' | 'documentBytes' | 'roots'>) {
    this.#limits = limits
  }

  /** Bytes of all that was let in. */
  get bytes(): number {
    return this.#bytes
  }

  judge({ update, kind, role }: Submission): Judgement {
    const { liveUpdateBytes, syncUpdateBytes, documentBytes, roots } = this.#limits
    let scan: ScanResult
    try {
      const live = kind === 'update'
      if (live && update.byteLength > liveUpdateBytes && mayWrite(role)) return { kind: 'gap' }
      scan = scanUpdate(update, this.#known, { ...syncScanLimits, maxBytes: syncUpdateBytes })
    } catch (error) {
      if (error instanceof ProtocolError) return { kind: 'refused', error }
      throw error
    }
    if (scan.kind === 'accepted' && !this.#known.brings(scan)) return { kind: 'known' }
    if (!mayWrite(role) && scan.kind === 'accepted' && !this.#extends(scan)) {
      // Whoever merges two writes of one map key deletes the one that lost, and no update ever says so. An honest
      // reader's answer holds such deletions, and so does the local copy that it loads after connecting, which goes
      // out as a live update. It must not be told that it did something wrong.
      return { kind: 'ignored' }
    }
    if (!mayWrite(role)) return refuse('read-only', 'This connection may read the document, not change it.')
    if (scan.kind === 'gap') return { kind: 'gap' }

    if (this.#bytes + update.byteLength > documentBytes) {
      return refuse(
        'document-full',
        `The document has reached its limit of ${documentBytes} bytes. Continue in a new one.`,
      )
    }
    const newRoots = scan.roots.filter((name) => !this.#roots.has(name)).length
    if (newRoots > 0 && this.#roots.size + newRoots > roots) {
      return refuse(
        'bad-update',
        `The document would have ${this.#roots.size + newRoots} root types, more than ${roots}.`,
      )
    }
    return { kind: 'news', update: withoutKnown(update, scan, this.#known), scan }
  }

  /** Lets in what was judged news. */
  add(update: Uint8Array, scan: AcceptedUpdate): void {
    this.#known.add(scan)
    for (const name of scan.roots) this.#roots.add(name)
    this.#bytes += update.byteLength
  }

  /** Lets in a row of the log. Throws when it is not what an engine has stored. */
  addStored(row: Uint8Array): AcceptedUpdate {
    const scan = scanUpdate(row, this.#known, storedScanLimits)
    if (scan.kind === 'gap') {
      const missing = `client ${scan.client} is known only below clock ${scan.need}`
      throw new ProtocolError('bad-update', `It leans on something that is missing: ${missing}.`)
    }
    this.add(row, scan)
    return scan
  }

  /** Whether it holds structs, not only deletions, that are new. */
  #extends({ structs }: AcceptedUpdate): boolean {
    return structs.some(({ client, to }) => to > this.#known.clock(client))
  }
}

function refuse(code: 'read-only' | 'document-full' | 'bad-update', message: string): Judgement {
  return { kind: 'refused', error: new ProtocolError(code, message) }
}
