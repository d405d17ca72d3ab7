// A server that ends closes its sockets in waves. Stock clients try again at fixed times without any jitter: closed in
// the same instant they would all come back in the same instant, and the server that has just started would read every
// document at once.

/** One connection that is to leave. Neither method throws. */
export interface Departing {
  /** From now on nothing that it sends counts: the peer sends it again to the next server. */
  hush(): void
  /** Tells the peer to come back (close code 1012). */
  sendAway(): void
}

export interface SendAwayOptions {
  readonly peers: Iterable<Departing>
  /** Over how many milliseconds. The end comes earlier when there are few, and never later. */
  readonly spreadMs: number
  /** Resolves when what was accepted so far is stored, so that a peer hears "saved" before it leaves. */
  readonly stored: () => Promise<void>
  readonly now: () => number
  readonly pause: (ms: number) => Promise<void>
}

/** Between two waves. Reconnecting clients take some tens of milliseconds each to be served. */
const waveMs = 200
/** So few at once are no storm: a small server need not wait to end. */
const smallestWave = 25
/** How long a wave waits for the disk. What is not stored by then is still in the browsers. */
const storedMs = 1000

/** Resolves when everybody was told. */
export async function sendAwayInWaves(options: SendAwayOptions): Promise<void> {
  const { spreadMs, stored, now, pause } = options
  const peers = [...options.peers]
  const end = now() + spreadMs
  const perWave = Math.max(smallestWave, Math.ceil(peers.length / Math.max(1, Math.floor(spreadMs / waveMs))))
  for (let next = 0; next < peers.length;) {
    const left = end - now()
    // Late already: whoever is left goes at once.
    const wave = left <= 0 ? peers.slice(next) : peers.slice(next, next + perWave)
    next += wave.length
    for (const peer of wave) peer.hush()
    await Promise.race([stored(), pause(Math.min(storedMs, Math.max(0, left)))])
    for (const peer of wave) peer.sendAway()
    if (next < peers.length && end - now() > 0) await pause(waveMs)
  }
}
