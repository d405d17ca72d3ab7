// The results as a Markdown table, so that what stands in the terminal can stand in a document. Beside each number of a
// control stands what multiple of it ours is.
import { columns, isMet } from './row.ts'
import type { Column, Goal, Row } from './row.ts'

export function formatRows(machine: Readonly<Record<string, unknown>>, rows: readonly Row[]): string {
  const lines: string[] = []
  lines.push(
    Object.entries(machine)
      .map(([name, value]) => `${name}: ${String(value)}`)
      .join(', '),
  )
  const doubts: string[] = []
  // The same doubt is told once.
  let scenario: string | undefined
  let shown: readonly Column[] = []
  for (const row of rows) {
    if (row.scenario !== scenario) {
      scenario = row.scenario
      shown = columnsOf(rows.filter((one) => one.scenario === row.scenario))
      lines.push('', `### ${scenario}`, '', tableLine(['', ...shown, 'goal', 'reached']))
      lines.push(tableLine(['---', ...shown.map(() => '---:'), '---', '---']))
    }
    const numbers = shown.map((name) => formatCell(row, name))
    let mark = ''
    if (row.doubt !== undefined) {
      if (!doubts.includes(row.doubt)) doubts.push(row.doubt)
      mark = ` [${doubts.indexOf(row.doubt) + 1}]`
    }
    lines.push(
      tableLine([`${row.measure} (${row.unit})${mark}`, ...numbers, formatGoal(row.goal), reached(row)]),
    )
  }
  if (doubts.length > 0) lines.push('')
  for (const [index, doubt] of doubts.entries()) lines.push(`[${index + 1}] ${doubt}`)
  return `${lines.join('\n')}\n`
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function columnsOf(rows: readonly Row[]): readonly Column[] {
  return columns.filter((name) => rows.some(({ values }) => values[name] !== undefined))
}

/** A number, and beside those of the others what multiple of it ours is. */
function formatCell({ values }: Row, name: Column): string {
  const value = values[name]
  const { stet } = values
  if (name === 'stet' || value === undefined || stet === undefined) return formatNumber(value)
  return `${formatNumber(value)} (${formatRatio(stet / value)})`
}

function formatRatio(ratio: number): string {
  return `${ratio >= 100 ? String(Math.round(ratio)) : ratio.toPrecision(3)}x`
}

function formatNumber(value: number | undefined): string {
  if (value === undefined) return ''
  if (value >= 100) return String(Math.round(value))
  return value.toPrecision(3)
}

function formatGoal(goal: Goal | undefined): string {
  if (goal === undefined) return ''
  if (goal.kind === 'at-most') return `≤ ${goal.value}`
  return `${goal.kind === 'ratio-at-least' ? '≥' : '≤'} ${goal.ratio}x ${goal.to}`
}

function reached(row: Row): string {
  const { goal, values } = row
  const met = isMet(row)
  if (goal === undefined || met === undefined) return ''
  const word = met ? 'yes' : 'no'
  if (goal.kind === 'at-most') return word
  return `${word}: ${((values.stet ?? 0) / (values[goal.to] ?? 1)).toFixed(2)}x`
}
