// The program's log: one JSON object per line on stderr, errors and changes only. stdout is for people.
import type { Logger, LogFields } from '@stet/server'

export function createLog(write: (line: string) => void): Logger {
  const line = (level: string, message: string, fields: LogFields = {}): void => {
    const entry = { time: new Date().toISOString(), level, message, ...fields }
    write(
      `${JSON.stringify(entry, (_key, value: unknown) => (value instanceof Error ? describe(value) : value))}\n`,
    )
  }
  return {
    debug() {},
    info: (message, fields) => line('info', message, fields),
    error: (message, fields) => line('error', message, fields),
  }
}

function describe(error: Error): object {
  return {
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  }
}
