// The two streams of the program. Results go to stdout, where a pipe may take them; everything said on the way goes to
// stderr, as one line that renews itself when a person is watching and as a line now and then when nobody is.

export interface Terminal {
  /** To stdout. Resolves when the reader has taken it: a slow pipe is not buffered without end. */
  out(data: string | Uint8Array): Promise<void>
  /** To stderr. */
  say(text: string): void
  /** How far a long work is. `text` without a line end. */
  progress(text: string): void
  /** Ends the renewed line. */
  progressDone(): void
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly now: () => number
}

/** Without a person watching, progress is said at most this often. Milliseconds. */
const quietEvery = 5000
/** With one: a terminal redraws fast enough at this. */
const liveEvery = 100

export function createTerminal({ stdout, stderr, now }: Streams): Terminal {
  const live = stderr.isTTY === true
  let last = live ? 0 : now()
  let width = 0

  return {
    out: (data) =>
      new Promise((resolve, reject) => {
        const settle = (error?: Error | null): void => (error ? reject(error) : resolve())
        if (typeof data === 'string') stdout.write(data, settle)
        else stdout.write(data, settle)
      }),
    say: (text) => void stderr.write(text),
    progress(text) {
      if (now() - last < (live ? liveEvery : quietEvery)) return
      last = now()
      stderr.write(live ? `\r${text.padEnd(width)}` : `${text}\n`)
      width = live ? text.length : 0
    },
    progressDone() {
      if (width > 0) stderr.write(`\r${' '.repeat(width)}\r`)
      width = 0
    },
  }
}
