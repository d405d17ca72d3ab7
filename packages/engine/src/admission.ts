/**
 * What a document has let in, and whether it lets in more.
 *
 * The rows on their way to the log are part of it: a new frame is judged against everything accepted, so that typing
 * faster than the disk is no gap. The same holds for claims to client ids: of two who want one, the first has it, and a
 * claim is stored with the row it came with, or forgotten with it.
 */
import { KnownUpdates, ProtocolError, scanUpdate, UpdateScan } from '@stet/protocol'
import { storedScanLimits, syncScanLimits } from '@stet/protocol'
import type { AcceptedUpdate, ScanLimits, ScanResult } from '@stet/protocol'
import { mayWrite, type Role } from './access.ts'
import type { Limits } from './limits.ts'
import { Ownership, type Sender } from './ownership.ts'
import type { Claim } from './ports.ts'
import { withoutClients, withoutKnown } from './trim.ts'
import type { DocumentFrameKind, Verdict } from './verdict.ts'

export type Judgement =
  | Exclude<Verdict, { readonly kind: 'accepted' }>
  /** Nothing in it is new. */
  | { readonly kind: 'known' }
  | News

export interface News {
  readonly kind: 'news'
  /** What the frame brings. */
  readonly update: Uint8Array
  /** What it carries. */
  readonly scan: AcceptedUpdate
  /** Client ids that are the sender's with this. */
  readonly claims: readonly Claim[]
  /** Why a part of the frame is left out; undefined when none is. */
  readonly leftOut: ProtocolError | undefined
}

export interface Submission {
  readonly update: Uint8Array
  readonly kind: DocumentFrameKind
  readonly role: Role
  readonly sender: Sender
  /** The principal of the connection that others see under this client id. */
  readonly shownBy: (client: number) => string | undefined
  /** Whether the connection may bring so many client ids that nobody has written with. */
  readonly mayBringClients: (count: number) => boolean
}

type AdmissionLimits = Pick<
  Limits,
  'liveUpdateBytes' | 'syncUpdateBytes' | 'documentBytes' | 'roots' | 'clients' | 'newClientsBurst'
>

const noClaims: readonly Claim[] = []

export class Admission {
  readonly #limits: AdmissionLimits
  readonly #liveLimits: ScanLimits
  readonly #syncLimits: ScanLimits
  readonly #known = new KnownUpdates()
  readonly #ownership = new Ownership()
  readonly #roots = new Set<string>()
  #bytes = 0

  constructor(limits: AdmissionLimits) {
    this.#limits = limits
    this.#syncLimits = { ...syncScanLimits, maxBytes: limits.syncUpdateBytes }
    // An answer that comes too late to be one goes out as a live update: the same limits, but no skips.
    this.#liveLimits = { ...this.#syncLimits, skips: 'refused' }
  }

  /** Bytes of all that was let in. */
  get bytes(): number {
    return this.#bytes
  }

  judge(submission: Submission): Judgement {
    const { update, kind, role } = submission
    let scan: ScanResult
    try {
      const live = kind === 'update'
      if (live && update.byteLength > this.#limits.liveUpdateBytes && mayWrite(role)) return { kind: 'gap' }
      scan = this.#scan(update, kind)
    } catch (error) {
      if (error instanceof ProtocolError) return { kind: 'refused', error }
      throw error
    }
    if (scan.kind === 'accepted' && !this.#known.brings(scan)) return { kind: 'known' }
    if (!mayWrite(role) && scan.kind === 'accepted' && this.#newClients(scan).length === 0) {
      // Whoever merges two writes of one map key deletes the one that lost, and no update ever says so. An honest
      // reader's answer holds such deletions, and so does the local copy that it loads after connecting, which goes
      // out as a live update. It must not be told that it did something wrong.
      return { kind: 'ignored' }
    }
    if (!mayWrite(role)) return refuse('read-only', 'This connection may read the document, not change it.')
    if (scan.kind === 'gap') return { kind: 'gap' }
    return this.#judgeOwners(submission, scan)
  }

  /** Lets in what was judged news. */
  add({ update, scan, claims }: News): void {
    this.#add(update, scan)
    for (const claim of claims) this.#ownership.add(claim)
  }

  /** Begins to read a row of the log. */
  scanStored(row: Uint8Array): UpdateScan {
    return new UpdateScan(row, this.#known, storedScanLimits)
  }

  /** Lets in a row of the log. Throws when it is not what an engine has stored. */
  addStored(row: Uint8Array, scan: ScanResult): AcceptedUpdate {
    if (scan.kind === 'gap') {
      const missing = `client ${scan.client} is known only below clock ${scan.need}`
      throw new ProtocolError('bad-update', `It leans on something that is missing: ${missing}.`)
    }
    this.#add(row, scan)
    return scan
  }

  addStoredClaims(claims: readonly Claim[]): void {
    for (const claim of claims) this.#ownership.add(claim)
  }

  #judgeOwners(submission: Submission, scan: AcceptedUpdate): Judgement {
    const { kind, sender, shownBy } = submission
    const clients = this.#newClients(scan)
    const isUnknown = (client: number): boolean => this.#known.clock(client) === 0
    const { claimed, foreign } = this.#ownership.judge({ clients, isUnknown, sender, shownBy })
    const claims = claimed.length === 0 ? noClaims : [{ principal: sender.principal, clients: claimed }]
    if (foreign.length === 0) {
      const { update } = submission
      return this.#judgeSize(submission, { kind: 'news', update, scan, claims, leftOut: undefined })
    }
    const whose =
      foreign.length === 1 ? `client id ${foreign[0]}, which is` : `${foreign.length} client ids that are`
    const error = new ProtocolError(
      'forbidden-client',
      `A part of the document was written with ${whose} somebody else's, and is not taken from you.`,
    )
    if (kind === 'update') return { kind: 'refused', error }
    // An answer holds what others wrote, also what reached this client by other ways (two people at one browser), and
    // no wrong is in that. Its own part must not be lost over it.
    const update = withoutClients(submission.update, scan, foreign)
    const rest = this.#scan(update, kind)
    if (rest.kind === 'gap' || !this.#known.brings(rest)) return { kind: 'left-out', error }
    return this.#judgeSize(submission, { kind: 'news', update, scan: rest, claims, leftOut: error })
  }

  #judgeSize(submission: Submission, news: News): Judgement {
    const { documentBytes, roots, clients, newClientsBurst } = this.#limits
    const { update, scan } = news
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
    const unknown = scan.structs.filter(({ client }) => this.#known.clock(client) === 0).length
    if (unknown > 0 && this.#known.clients + unknown > clients) {
      const message = `More than ${clients} client ids would have written in the document. Continue in a new one.`
      return refuse('document-full', message)
    }
    if (unknown > 0 && this.#known.clients > 0) {
      if (unknown > newClientsBurst) {
        const message = `${unknown} client ids are new here, and ${newClientsBurst} at once are allowed.`
        return refuse('bad-update', message)
      }
      if (!submission.mayBringClients(unknown)) {
        const message = 'Too many new client ids came from this connection. Connect again in a while.'
        return refuse('rate-limited', message)
      }
    }
    if (!scan.overlaps) return news
    // What the frame carried and is known already is not in the log's row: nobody may go by it later.
    const structs = scan.structs
      .filter(({ client, to }) => to > this.#known.clock(client))
      .map(({ client, from, to }) => ({ client, from: Math.max(from, this.#known.clock(client)), to }))
    return { ...news, update: withoutKnown(update, scan, this.#known), scan: { ...scan, structs } }
  }

  #scan(update: Uint8Array, kind: DocumentFrameKind): ScanResult {
    const limits = kind === 'update' ? this.#liveLimits : this.#syncLimits
    return scanUpdate(update, this.#known, limits)
  }

  #add(update: Uint8Array, scan: AcceptedUpdate): void {
    this.#known.add(scan)
    for (const name of scan.roots) this.#roots.add(name)
    this.#bytes += update.byteLength
  }

  /** The client ids of which it holds structs, not only deletions, that are new. */
  #newClients({ structs }: AcceptedUpdate): readonly number[] {
    const clients: number[] = []
    for (const { client, to } of structs) if (to > this.#known.clock(client)) clients.push(client)
    return clients
  }
}

function refuse(
  code: 'read-only' | 'document-full' | 'bad-update' | 'rate-limited',
  message: string,
): Judgement {
  return { kind: 'refused', error: new ProtocolError(code, message) }
}
