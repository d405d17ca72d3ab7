// The page of limits: every bound with the reason that stands beside it in the code, and its value as the program has it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultLimits } from '@stet/engine'
import { defaultScanLimits, syncScanLimits } from '@stet/protocol'
import { defaultServerLimits } from '@stet/server'
import { root } from '../harness/markdown-examples.ts'

interface Table {
  readonly title: string
  readonly text: string
  /** Where the interface with the comments is. */
  readonly file: string
  /** Columns of values, by their headings. */
  readonly values: Readonly<Record<string, object>>
}

const tables: readonly Table[] = [
  {
    title: 'One document, one room',
    text: 'What a document may grow to, and what one connection may do in it. A program that embeds the server changes them with `engineLimits`.',
    file: 'packages/engine/src/limits.ts',
    values: { Value: defaultLimits },
  },
  {
    title: 'The server',
    text: 'Sockets, messages, rates and times. A program that embeds the server changes them with `limits`.',
    file: 'packages/server/src/limits.ts',
    values: { Value: defaultServerLimits },
  },
  {
    title: 'One update',
    text: 'What a single Yjs update may hold, as a live edit and as what a returning client sends.',
    file: 'packages/protocol/src/scan-limits.ts',
    values: { 'Live edit': defaultScanLimits, 'Returning client': syncScanLimits },
  },
]

export function limitsPage(): string {
  const parts = tables.flatMap(({ title, text, file, values }) => {
    const columns = Object.values(values)
    const reasons = readReasons(file)
    const rows = Object.keys(columns[0] ?? {}).flatMap((name) => {
      const shown = columns.map((column) => show(name, (column as Record<string, unknown>)[name]))
      const reason = reasons.get(name)
      if (reason === undefined) throw new Error(`The limit ${name} has no comment in ${file}.`)
      return shown.includes(undefined) ? [] : [`| \`${name}\` | ${shown.join(' | ')} | ${reason} |`]
    })
    const head = `| Name | ${Object.keys(values).join(' | ')} | |`
    const line = `| --- | ${columns.map(() => '---').join(' | ')} | --- |`
    return [`## ${title}`, text, [head, line, ...rows].join('\n')]
  })
  const intro =
    'Everything that can grow has a bound. Here is each, with its default and what would happen without it. Who goes over one ' +
    'is refused with a reason, or waits; the others go on.'
  const further =
    'Settings bound the rest: `uploadLimit` for pictures, `keepDays` for history. What a client may send on the wire is in ' +
    '[the protocol](../packages/protocol/PROTOCOL.md).'
  return ['# Limits', intro, ...parts, '## And', further].join('\n\n') + '\n'
}

/** The comment above each field of the file's first interface. */
function readReasons(file: string): Map<string, string> {
  const source = readFileSync(join(root, file), 'utf8')
  const fields = [...source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+readonly (\w+):/g)]
  return new Map(
    fields.map(([, comment = '', name = '']) => [
      name,
      comment
        .replaceAll(/\n\s*\*/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .replaceAll('|', '\\|')
        .trim(),
    ]),
  )
}

const KiB = 1024
const MiB = 1024 * KiB

/** With a unit, where the name says which; undefined for what is no number. */
function show(name: string, value: unknown): string | undefined {
  if (typeof value !== 'number') return undefined
  if (/bytes/i.test(name)) return bytes(value)
  if (/Ms(?:$|Per)/.test(name)) return value >= 1000 ? `${value / 1000} s` : `${value} ms`
  return value.toLocaleString('en')
}

function bytes(value: number): string {
  if (value >= MiB) return `${Number((value / MiB).toFixed(2))} MiB`
  return value >= KiB ? `${value / KiB} KiB` : `${value} bytes`
}
