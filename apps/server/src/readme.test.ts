// The README's tables are made from the tables of the program: `STET_WRITE_README=1` writes them, every other run
// compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { usageOf } from './command-line.ts'
import { commands } from './commands/index.ts'
import { loadConfiguration } from './config/configuration.ts'
import { flagOf, settingNames, settingOf } from './config/settings.ts'

const path = fileURLToPath(new URL('../README.md', import.meta.url))

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(line).join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const commandTable = table(
  ['Command', ''],
  commands.map((command) => [`\`${usageOf(command).replace(' [flags]', '')}\``, command.about]),
)

const settingTable = table(
  ['Flag', 'Environment', 'Key', 'Default', ''],
  settingNames.map((name) => {
    const { flag, argument, variable, fallbackText, about } = settingOf(name)
    const spelled = `${flagOf(name)}${argument === '' ? '' : ` ${argument}`}`
    return [
      flag ? `\`${cell(spelled)}\`` : 'none: it is a secret',
      `\`${variable}\``,
      `\`${name}\``,
      fallbackText === '' ? '' : cell(fallbackText),
      cell(about),
    ]
  }),
)

/** Puts the table where one with its first column stands. */
function replaceTable(text: string, fresh: string): string {
  const [, first = ''] = /^\| (\w+)/u.exec(fresh) ?? []
  const start = text.search(new RegExp(`^\\| ${first}\\b`, 'mu'))
  if (start === -1) throw new Error(`The README has no table with the column ${first}.`)
  return text.slice(0, start) + fresh + text.slice(text.indexOf('\n\n', start))
}

/** The formatter pads the cells of tables, and lines of dashes: what is said is compared. */
const squeeze = (text: string): string => text.replaceAll(/ +/gu, ' ').replaceAll(/-{3,}/gu, '---')

it('the tables of the README are those of the program', () => {
  const fresh = replaceTable(replaceTable(readFileSync(path, 'utf8'), commandTable), settingTable)
  if (process.env['STET_WRITE_README'] === '1') writeFileSync(path, fresh)
  expect(squeeze(readFileSync(path, 'utf8'))).toBe(squeeze(fresh))
})

it('the configuration file of the README is one the program takes', () => {
  const [, example = ''] = /```json\n([^`]+)```/u.exec(readFileSync(path, 'utf8')) ?? []
  const keys = Object.keys(JSON.parse(example) as object)
  expect(keys.length).toBeGreaterThan(3)
  expect(settingNames).toEqual(expect.arrayContaining(keys))
  expect(loadConfiguration({ flags: new Map(), env: {}, cwd: '/nonexistent' }).values.port).toBe(8080)
})
