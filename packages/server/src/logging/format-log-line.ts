// A line of the JSON log as a person at a terminal reads it: one line, the time of day, the level where it is not
// "info", the message, the facts, and below them the stack of an error.

/** `line`: one JSON object as `createJsonLogger` writes it. Anything else is given back as it is. */
export function formatLogLine(line: string): string {
  let entry: unknown
  try {
    entry = JSON.parse(line)
  } catch {
    return line
  }
  if (typeof entry !== 'object' || entry === null) return line
  const { time, level, message, error, ...facts } = entry as Record<string, unknown>
  const clock = typeof time === 'string' ? time.slice(11, 19) : ''
  const mark = level === 'error' ? '\u{1b}[31merror\u{1b}[39m ' : level === 'debug' ? 'debug ' : ''
  const pairs = Object.entries(facts).map(
    ([name, value]) => ` \u{1b}[2m${name}=\u{1b}[22m${showValue(value)}`,
  )
  return `${clock} ${mark}${clean(String(message))}${pairs.join('')}${showError(error)}\n`
}

function showValue(value: unknown): string {
  if (typeof value === 'string') return /^[\w.:~/-]+$/u.test(value) ? value : clean(JSON.stringify(value))
  return clean(JSON.stringify(value) ?? 'undefined')
}

function showError(error: unknown): string {
  if (error === undefined) return ''
  if (typeof error !== 'object' || error === null) return ` ${showValue(error)}`
  const { message, stack, cause } = error as Record<string, unknown>
  const text = typeof stack === 'string' ? `\n${stack.replaceAll(/^/gmu, '    ')}` : ` ${showValue(message)}`
  return `${cleanLines(text)}${cause === undefined ? '' : `\n    caused by${showError(cause)}`}`
}

/** What a peer wrote must not move the cursor or recolour the terminal. */
function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/gu, ' ')
}

function cleanLines(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for, but for line ends
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/gu, ' ')
}
