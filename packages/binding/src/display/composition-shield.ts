// While someone composes text with an input method, a change of the text around it ends the composition, half a word
// typed. So the others' changes to that block wait until the composition is over, but not for long.

import type { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Step } from 'prosemirror-transform'
import type { Cancel, Frames } from '../cursors/frames.ts'
import { splitSteps } from './rebase.ts'
import type { Range, SplitSteps } from './rebase.ts'

/** How long after the last key of a composition, in ms: some keyboards leave it open when nothing more comes. */
const longestPause = 2_000

/** Some compose all the time; longer than this nobody should look at a text that is no longer true, in ms. */
const longestWait = 10_000

/** A block that changes more often than this while someone composes in it is not worth waiting for. */
const mostSteps = 500

/** After the composition, ProseMirror reads what it left in the page; it takes 20 ms to begin. */
const settleTime = 50

export class CompositionShield {
  readonly #frames: Frames
  readonly #release: () => void
  #isSettling = false
  #isOver = false
  #cancelSettling: Cancel | null = null
  #waitingSince: number | null = null
  #cancelWait: Cancel | null = null

  /** `release` is called when what waits may be shown. */
  constructor(frames: Frames, release: () => void) {
    this.#frames = frames
    this.#release = release
  }

  /** Whether text is being composed, or what was composed is still being read. */
  isComposing(view: EditorView): boolean {
    return view.composing || this.#isSettling
  }

  /** Which of the steps may be shown now. */
  split(view: EditorView, steps: readonly Step[]): SplitSteps {
    const isComposing = this.isComposing(view)
    if (!isComposing) this.#isOver = false
    const block = isComposing && !this.#isOver && steps.length <= mostSteps ? composedBlock(view.state) : null
    const split = block === null ? { now: steps, later: [] } : splitSteps(steps, block)
    if (split.later.length === 0) this.#stopWaiting()
    else if (this.#waitingSince === null) {
      this.#waitingSince = this.#frames.now()
      this.#wait()
    }
    return split
  }

  /** Somebody goes on composing while something waits. */
  composed(): void {
    if (this.#waitingSince !== null) this.#wait()
  }

  compositionEnded(): void {
    this.#isSettling = true
    this.#cancelSettling?.()
    this.#cancelSettling = this.#frames.after(settleTime, () => {
      this.#isSettling = false
      this.#cancelSettling = null
      this.#release()
    })
  }

  stop(): void {
    this.#stopWaiting()
    this.#cancelSettling?.()
    this.#cancelSettling = null
    this.#isSettling = false
    this.#isOver = false
  }

  #wait(): void {
    this.#cancelWait?.()
    const left = longestWait - (this.#frames.now() - (this.#waitingSince ?? 0))
    this.#cancelWait = this.#frames.after(Math.max(0, Math.min(longestPause, left)), () => {
      this.#stopWaiting()
      this.#isOver = true
      this.#release()
    })
  }

  #stopWaiting(): void {
    this.#cancelWait?.()
    this.#cancelWait = null
    this.#waitingSince = null
  }
}

function composedBlock({ selection: { $head } }: EditorState): Range | null {
  return $head.depth === 0 ? null : { from: $head.before(), to: $head.after() }
}
