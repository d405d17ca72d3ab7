/**
 * Asking a client for all it holds, after a frame that leans on something unknown: one question at a time, and so many
 * vain ones in a row. Without that bound a client that can never fill its gap would exchange whole documents for ever.
 */
import type { DocumentFrameKind } from './verdict.ts'

export class Resync {
  readonly #most: number
  /** Questions since the last sync step 2 that was taken in. */
  #asked = 0

  /** `most`: sync step 2 frames in a row that may be gaps. */
  constructor(most: number) {
    this.#most = most
  }

  /** A frame was a gap. 'ask': send a sync step 1; 'wait': one is on its way already. */
  gap(kind: DocumentFrameKind): 'ask' | 'wait' | 'give-up' {
    if (this.#asked > 0 && kind === 'update') return 'wait'
    if (this.#asked >= this.#most) return 'give-up'
    this.#asked += 1
    return 'ask'
  }

  /** What it was asked for has come, or is asked for anew. */
  settled(): void {
    this.#asked = 0
  }
}
