/**
 * Everything in the engine that can grow, and the number at which it stops, each with what would happen without it.
 * One file, so that an operator can read the whole promise at once and a reviewer can ask what is missing.
 */

const KiB = 1024
const MiB = 1024 * KiB

export interface Limits {
  /** One incoming frame that carries no update: a state vector or presence. Longer ones only cost time to read. */
  readonly frameBytes: number
  /**
   * One live update. A bigger one is not refused but asked for again as a sync step 2: a browser that loads its
   * local copy after connecting sends it all as one live update, and loses nothing that way.
   */
  readonly liveUpdateBytes: number
  /** One sync step 2: what somebody wrote offline, or a book pasted at once. Reading it takes about 0.1 s of everyone's time. */
  readonly syncUpdateBytes: number
  /** One document's log. Beyond it every join is slow for everyone, and browsers begin to fail on it. */
  readonly documentBytes: number
  /**
   * Client ids that have written in one document. A browser makes one per page load, and each makes the document slower
   * for everybody for ever. Twice as many, and the state vectors of honest clients would be refused.
   */
  readonly clients: number
  /**
   * Ids that nobody has written with, which one connection may bring at once: what somebody wrote offline in as many page
   * loads. Whoever brings the first content of a document may bring its whole history.
   */
  readonly newClientsBurst: number
  /** After the burst, one such id per this many milliseconds. */
  readonly newClientMs: number
  /** Differently named root types of one document: each lives as long as the document, in every browser. */
  readonly roots: number
  /** Accepted but not yet durable bytes, all rooms. While the disk is away, this is all the memory it can cost. */
  readonly queueBytes: number
  /** Rows of one append. Above some hundreds a bigger batch is no faster, and all its senders wait for it. */
  readonly batchRows: number
  /** Bytes of one append, for the same reason. */
  readonly batchBytes: number
  /**
   * Most milliseconds that an update waits for others to be appended with; fewer while appends are small. A commit costs
   * the same for one row as for twenty; the first after a pause does not wait, and nobody notices that the next ones do.
   */
  readonly commitSpacingMs: number
  /**
   * How much of that wait each receiver of the last append is worth, in milliseconds: twice what a write to a socket
   * takes. Of a hundred people who type at their ease, edits some milliseconds apart are told together, and an
   * edit waits here instead of at the fan-out, so that it also saves appends.
   */
  readonly commitMsPerReceiver: number
  /** First pause after a failed append, doubled at each further failure: a full disk is not hammered. */
  readonly retryFirstMs: number
  /** Longest such pause: how late we may notice that the disk is back. */
  readonly retryLongestMs: number
  /**
   * Milliseconds between two rounds of telling everybody, for each receiver: about four times what a write to a
   * socket takes. So at most a fifth of the time goes into writing, however many read and however fast they type.
   */
  readonly fanOutMsPerReceiver: number
  /** Longest such pause. People begin to notice at some 50 ms. */
  readonly fanOutLongestMs: number
  /** Loaded documents. Each costs memory in proportion to its log, and may be asked for by anyone with a name. */
  readonly rooms: number
  /** Connections to one document: each commit is written to every one of them. */
  readonly sessionsPerRoom: number
  /** How long a room nobody is in stays loaded: a reload or a lost connection should find it warm. */
  readonly roomIdleMs: number
  /**
   * Bytes of a log that are read at once when a document is loaded, about 10 ms; then others have their turn. Reading the
   * longest log in one go would stop everybody for a good part of a second.
   */
  readonly loadSliceBytes: number
  /**
   * Bytes of all loaded documents together. Beyond it rooms nobody is in do not stay for that long; without it somebody
   * who walks through a library of large documents fills the memory within the minute. Checked at every tick.
   */
  readonly roomBytes: number
  /**
   * Sync step 2 frames in a row that still lean on something unknown. An honest client fills its gap with the
   * first; without a bound a client that never can would exchange whole documents for ever.
   */
  readonly resyncs: number
  /** Refused frames of one connection before it is closed: each costs an answer and a log line. */
  readonly refusals: number
  /** Answers to sync step 1 a connection gets at once; three bytes can ask for megabytes. */
  readonly syncRepliesBurst: number
  /** After the burst one answer per this many milliseconds; only the newest question is kept meanwhile. */
  readonly syncReplyMs: number
  /** Join replies kept for other joiners with the same state vector at the same version (a class opening at 9:00). */
  readonly cachedReplies: number
  /** Longest state vector that is used as a cache key: one of a document with very many writers is rarely shared. */
  readonly cachedReplyKeyBytes: number
  /** One person's presence (name, colour, cursor) as JSON text. It is sent to everybody, many times a second. */
  readonly presenceBytes: number
  /** Entries in one awareness frame. A stock client repeats what it hears of a whole room. */
  readonly presenceEntries: number
  /** Presence goes out at once when the room is quiet, else this often: N moving cursors cost N² writes. */
  readonly presenceFlushMs: number
  /** Who has not shown itself after this long after joining is told of the others all the same. */
  readonly introductionMs: number
  /** Clocks remembered of clients that left, so that a quick return is not taken for old news. */
  readonly departedClients: number
  /** A connection that was sent nothing for this long gets a keepalive: stock clients reconnect after 30 s of silence. */
  readonly keepaliveMs: number
  /** How often the engine's one timer looks for quiet connections and idle rooms. */
  readonly tickMs: number
  /** Chat texts a connection may send at once. */
  readonly chatBurst: number
  /** After the burst, one chat text per this many milliseconds. */
  readonly chatMs: number
  /** Fresh tokens a connection may show at once: each is read, perhaps by asking another server. */
  readonly renewalBurst: number
  /** After the burst, one token per this many milliseconds. */
  readonly renewalMs: number
  /** How long before its token runs out a client is told. Less and a slow sign-in server comes too late. */
  readonly expiryWarningMs: number
  /** How long `drain` waits for a disk that does not answer. What is not saved then is still in the browsers. */
  readonly drainMs: number
}

export const defaultLimits: Limits = {
  frameBytes: 1 * MiB,
  liveUpdateBytes: 256 * KiB,
  syncUpdateBytes: 8 * MiB,
  documentBytes: 64 * MiB,
  clients: 50_000,
  newClientsBurst: 1_000,
  newClientMs: 1_000,
  roots: 32,
  queueBytes: 64 * MiB,
  batchRows: 500,
  batchBytes: 8 * MiB,
  retryFirstMs: 100,
  retryLongestMs: 5_000,
  commitSpacingMs: 5,
  commitMsPerReceiver: 0.02,
  fanOutMsPerReceiver: 0.03,
  fanOutLongestMs: 25,
  rooms: 10_000,
  sessionsPerRoom: 200,
  roomIdleMs: 60_000,
  loadSliceBytes: 1 * MiB,
  roomBytes: 256 * MiB,
  resyncs: 5,
  refusals: 20,
  syncRepliesBurst: 10,
  syncReplyMs: 1_000,
  cachedReplies: 8,
  cachedReplyKeyBytes: 4 * KiB,
  presenceBytes: 4 * KiB,
  presenceEntries: 256,
  presenceFlushMs: 50,
  introductionMs: 1_000,
  departedClients: 256,
  keepaliveMs: 20_000,
  tickMs: 2_500,
  chatBurst: 5,
  chatMs: 1_000,
  renewalBurst: 5,
  renewalMs: 5_000,
  expiryWarningMs: 60_000,
  drainMs: 10_000,
}
