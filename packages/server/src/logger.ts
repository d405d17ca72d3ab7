// Where the server says what happened. Three levels a person reads: error means somebody should go and look,
// info means something changed, debug is the rest. An embedding program passes its own logger; ours is silent.

export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** Flat facts beside the message. Errors belong under `error`. */
export type LogFields = Readonly<Record<string, unknown>>

export const silentLogger: Logger = { debug() {}, info() {}, error() {} }
