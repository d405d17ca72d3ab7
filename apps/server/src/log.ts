// The program's log on stderr: JSON lines for whoever collects them, or one readable line each when a person watches.
// stdout is for results.
import { createJsonLogger, formatLogLine } from '@stet/server'
import type { Logger, LogLevel } from '@stet/server'

export interface LogStream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export function createLog(stream: LogStream, level: LogLevel): Logger {
  const readable = stream.isTTY === true
  return createJsonLogger({
    level,
    write: (line) => void stream.write(readable ? formatLogLine(line) : line),
  })
}
