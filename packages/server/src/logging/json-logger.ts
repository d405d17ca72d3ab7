// The log of a server in production: one JSON object per line, written by pino. The keys are `time` (ISO 8601),
// `level`, `message`, then the facts: `document`, `connection`, `principal`, `code`, `error`.
import { pino, stdTimeFunctions } from 'pino'
import type { Logger } from '../logger.ts'

export type LogLevel = 'error' | 'info' | 'debug'

export interface JsonLoggerOptions {
  /** What is less important is not written. */
  readonly level: LogLevel
  /** Gets whole lines with their line end. Called synchronously: what a dying process says last is written too. */
  readonly write: (line: string) => void
}

/** The longest text in a line: a peer chooses what its messages say, not how large our log grows. */
const maxTextLength = 2000

export function createJsonLogger({ level, write }: JsonLoggerOptions): Logger {
  const log = pino(
    {
      level,
      // Process and host are known to whoever collects the log.
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: cutTexts },
      serializers: { error: describeError },
    },
    { write },
  )
  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  }
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  return {
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

function cutTexts(fields: Record<string, unknown>): Record<string, unknown> {
  for (const value of Object.values(fields)) {
    if (typeof value !== 'string' || value.length <= maxTextLength) continue
    return Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [
        name,
        typeof text === 'string' && text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text,
      ]),
    )
  }
  return fields
}
