// pnpm bench:editor [--quick] [--sizes 200,2000,10000] [--subjects stock,stet]
//
// The binding against its controls, in one Chromium, in one run: a bare contenteditable, ProseMirror alone, stock
// y-prosemirror. Absolute numbers belong to the machine; the ratios between columns are the result.
import { existsSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { judge } from './goals.ts'
import type { Results } from './goals.ts'
import { Lab } from './lab.ts'
import { subjectNames } from './page/subject.ts'
import { measure } from './scenarios.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '200,2000,10000' },
    subjects: { type: 'string', default: subjectNames.join(',') },
  },
})

const chromiums = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome']
const executable = chromiums.find((path) => path !== undefined && existsSync(path))
if (executable === undefined) throw new Error('No Chromium found. Set CHROMIUM to the path of its program.')

const sizes = flags.sizes.split(',').map(Number)
const wanted = flags.subjects.split(',')
const names = subjectNames.filter((name) => wanted.includes(name))
const scale = flags.quick ? 0.34 : 1
const lab = await Lab.start(executable)
try {
  const load = loadavg().map((value) => value.toFixed(1))
  process.stdout.write(
    `date: ${new Date().toISOString()}, Chromium ${lab.browserVersion}, node ${process.version}, cores: ${cpus().length}, load: ${load.join(' ')}\n`,
  )
  for (const blocks of sizes) {
    const results: Results = {}
    for (const name of names) {
      process.stderr.write(`${blocks} paragraphs, ${name} …\n`)
      results[name] = await measure({ lab, name, blocks, scale })
    }
    process.stdout.write(table(blocks, results))
  }
} finally {
  await lab.stop()
}

function table(blocks: number, results: Results): string {
  const lines = [
    '',
    `### ${blocks} paragraphs of 60 words`,
    '',
    row(['', ...names, 'goal', 'reached']),
    row(['---', ...names.map(() => '---:'), '---', '---']),
  ]
  const measures = new Set(names.flatMap((name) => Object.keys(results[name] ?? {})))
  for (const each of measures) {
    const numbers = names.map((name) => format(results[name]?.[each]))
    lines.push(row([each, ...numbers, ...judge(blocks, each, results)]))
  }
  return `${lines.join('\n')}\n`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function format(value: number | undefined): string {
  if (value === undefined) return ''
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2)
}
