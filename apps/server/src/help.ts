// The help texts, made from the tables that the parser reads too: they cannot say what is not so.
import { flagsOf, usageOf } from './command-line.ts'
import { settingOf } from './config/settings.ts'
import type { Flag } from './command-line.ts'
import type { Command } from './command.ts'

export function programHelp(commands: readonly Command[]): string {
  const [first] = commands
  return `Stet: documents that people write together, served from one machine.

Usage: stet <command> [flags]

${columns(commands.map(({ name, about }) => [name, about]))}

Without a command: ${first?.name ?? ''}. \`stet <command> --help\` tells its flags, \`stet --version\` the version.
Exit codes: 0 done; 1 failed, or something wrong was found; 2 not understood.
`
}

export function commandHelp(command: Command): string {
  const { about, words = [], notes } = command
  const flags = flagsOf(command)
  return [
    `Usage: ${usageOf(command)}\n\n${sentence(about)}\n`,
    words.length === 0 ? '' : `${columns(words.map((word) => [`<${word.name}>`, word.about]))}\n`,
    `${columns(flags.map((flag) => [spelling(flag), explain(flag)]))}\n`,
    notes === undefined ? '' : `${notes.trim()}\n`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}

export function spelling({ name, argument }: Flag): string {
  return argument === '' ? `--${name}` : `--${name} ${argument}`
}

function explain({ about, setting }: Flag): string {
  if (setting === undefined) return about
  const { variable, fallbackText } = settingOf(setting)
  return `${about} (${variable}; default ${fallbackText})`
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}
