// Everything in the shell that can grow, and the number at which it stops. (What a document and a room may cost is
// the engine's: see its `Limits`.)

const KiB = 1024
const MiB = 1024 * KiB

export interface ServerLimits {
  /** Open WebSockets. Each costs about 20 KiB here and a file descriptor; beyond it new ones get 503. */
  readonly sockets: number
  /**
   * One incoming WebSocket message. Without it a single message decides how much memory the process needs. It has room
   * for the engine's largest sync step 2: a client that wrote more offline than fits could never save it.
   */
  readonly messageBytes: number
  /** Pieces one message may come in. A message of a million one-byte pieces costs far more than its size. */
  readonly messageFragments: number
  /** What a socket may send while its document is still being loaded. It is kept in memory until then. */
  readonly waitingBytes: number
  /** The same as a number of messages: an empty message costs memory too. */
  readonly waitingMessages: number
  /** A document that takes longer to load is refused with a retryable code: clients wait 30 s and no longer. */
  readonly joinMs: number
  /**
   * Frames one connection may send per second. Somebody who types and selects sends ten; beyond the limit reading pauses,
   * so that a program that goes round in circles takes its time and not everybody's.
   */
  readonly framesPerSecond: number
  /** The same in bytes: what a disk shared with everybody else can bear of one connection. */
  readonly incomingBytesPerSecond: number
  /** So many seconds' worth may come at once: a paste, or what was written in a tunnel. */
  readonly burstSeconds: number
  /** Longest time a socket is not read. Longer than a ping's interval and the peer would seem to be gone. */
  readonly longestPauseMs: number
  /** New connections per second from one address (IPv6: one network), once the burst is spent. */
  readonly connectsPerSecond: number
  /** Connections that may come at once from one address: a company behind it, after a restart. */
  readonly connectBurst: number
  /** New connections per second of one person, as the token says. */
  readonly personConnectsPerSecond: number
  /** Connections that may come at once from one person: every tab they have. */
  readonly personConnectBurst: number
  /**
   * Bytes waiting to be sent to one socket. Beyond it a peer that reads slowly is told nothing more until it has read, and
   * then what it lacks, in one go: it would otherwise hold every later edit in memory.
   */
  readonly outgoingBytes: number
  /** A peer over that bound which reads nothing at all for so long is closed, to connect again when it can. */
  readonly stuckMs: number
  /** Pause between pings; a peer from which nothing came since the last one is gone. */
  readonly pingMs: number
  /** How long a peer may take to answer a close before its socket is cut off. */
  readonly closeMs: number
  /** One request body of the HTTP API. */
  readonly requestBytes: number
  /** How long `close()` may take altogether. What is not saved by then is still in the browsers. */
  readonly shutdownMs: number
  /** Of that, over how long clients are sent away; at most half. All at once, they would all come back at once. */
  readonly sendAwayMs: number
}

export const defaultServerLimits: ServerLimits = {
  sockets: 10_000,
  messageBytes: 8 * MiB + 1 * KiB,
  messageFragments: 128,
  waitingBytes: 1 * MiB,
  waitingMessages: 1_000,
  joinMs: 20_000,
  framesPerSecond: 100,
  incomingBytesPerSecond: 1 * MiB,
  burstSeconds: 5,
  longestPauseMs: 20_000,
  connectsPerSecond: 50,
  connectBurst: 2_000,
  personConnectsPerSecond: 10,
  personConnectBurst: 200,
  outgoingBytes: 4 * MiB,
  stuckMs: 30_000,
  pingMs: 30_000,
  closeMs: 5_000,
  requestBytes: 64 * KiB,
  shutdownMs: 10_000,
  sendAwayMs: 3_000,
}
