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
  /** Bytes waiting to be sent to one socket. A peer that stopped reading would otherwise hold every later edit. */
  readonly outgoingBytes: number
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
  outgoingBytes: 4 * MiB,
  pingMs: 30_000,
  closeMs: 5_000,
  requestBytes: 64 * KiB,
  shutdownMs: 10_000,
  sendAwayMs: 3_000,
}
