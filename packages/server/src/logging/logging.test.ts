import { expect, it } from 'vitest'
import { formatLogLine } from './format-log-line.ts'
import { createJsonLogger } from './json-logger.ts'
import type { LogLevel } from './json-logger.ts'

function logTo(level: LogLevel) {
  const lines: string[] = []
  return { lines, log: createJsonLogger({ level, write: (line) => void lines.push(line) }) }
}

it('a line is one JSON object with time, level, message and the facts', () => {
  const { lines, log } = logTo('info')
  log.info('Refused', { document: 'plan', connection: 7, code: 'bad-update' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^\{.*\}\n$/u)
  const entry = JSON.parse(lines[0]!) as Record<string, unknown>
  expect(entry).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
    level: 'info',
    message: 'Refused',
    document: 'plan',
    connection: 7,
    code: 'bad-update',
  })
})

it.each([
  ['error', ['error']],
  ['info', ['info', 'error']],
  ['debug', ['debug', 'info', 'error']],
] as const)('level %s writes %j', (level, written) => {
  const { lines, log } = logTo(level)
  log.debug('x')
  log.info('x')
  log.error('x')
  expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(written)
})

it('an error is written with its code, stack and causes', () => {
  const { lines, log } = logTo('info')
  const cause = Object.assign(new Error('disk'), { code: 'EIO' })
  log.error('Failed', { error: new Error('not saved', { cause }) })
  expect(JSON.parse(lines[0]!)).toMatchObject({
    error: {
      message: 'not saved',
      stack: expect.stringContaining('logging.test.ts'),
      cause: { code: 'EIO' },
    },
  })
})

it('a text that a peer made long is cut', () => {
  const { lines, log } = logTo('info')
  log.info('Refused', { url: 'x'.repeat(100_000) })
  expect(lines[0]!.length).toBeLessThan(2200)
})

it('on a terminal a line is one line, and what a peer wrote cannot move its cursor', () => {
  const { lines, log } = logTo('info')
  log.error('Bad\u{1b}[2Jmessage', { document: 'plan', text: 'a\u{1b}]0;title\u{7} "b"', count: 3 })
  // oxlint-disable-next-line no-control-regex -- our own colours
  const plain = formatLogLine(lines[0]!).replaceAll(/\u001b\[\d+m/gu, '')
  expect(plain).toMatch(/^\d\d:\d\d:\d\d error Bad \[2Jmessage document=plan text=".*" count=3\n$/u)
  expect(plain).not.toContain('\u{1b}')
  expect(formatLogLine('not JSON\n')).toBe('not JSON\n')
})

it('on a terminal the stack of an error stands below its line', () => {
  const { lines, log } = logTo('info')
  log.error('Failed', { error: new Error('not saved', { cause: new Error('disk') }) })
  const text = formatLogLine(lines[0]!)
  expect(text).toContain('\n    Error: not saved\n')
  expect(text).toContain('caused by\n    Error: disk')
})
