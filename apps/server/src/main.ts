// The program `stet`.
import { readFileSync } from 'node:fs'
import { StorageError } from '@stet/server'
import { parseCommandLine } from './command-line.ts'
import { commands } from './commands/index.ts'
import { loadConfiguration } from './config/configuration.ts'
import { commandHelp, programHelp } from './help.ts'
import { Failure, Mistake } from './mistake.ts'
import { createTerminal } from './terminal.ts'
import type { Terminal } from './terminal.ts'

const terminal = createTerminal({ stdout: process.stdout, stderr: process.stderr, now: () => Date.now() })
const args = process.argv.slice(2)

// A reader that has seen enough (`stet export … | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  process.exitCode = await main(terminal)
} catch (error) {
  terminal.progressDone()
  process.exitCode = await explain(error)
}

async function main(terminal: Terminal): Promise<number> {
  const line = parseCommandLine(args, commands)
  if (line.kind === 'help') {
    await terminal.out(line.command === undefined ? programHelp(commands) : commandHelp(line.command))
    return 0
  }
  if (line.kind === 'version') {
    await terminal.out(`${readVersion()}\n`)
    return 0
  }
  const { command, given } = line
  const { flags, configFile, words, options, json } = given
  const { env } = process
  const configuration = loadConfiguration({ flags, env, cwd: process.cwd(), configFile })
  const outcome = await command.run({ configuration, env, words, options, json, terminal })
  terminal.progressDone()
  if (!json) await terminal.out(outcome.text)
  else if (outcome.json !== undefined) await terminal.out(`${JSON.stringify(outcome.json, null, 2)}\n`)
  return outcome.exitCode
}

async function explain(error: unknown): Promise<number> {
  const isMistake = error instanceof Mistake
  const expected = isMistake || error instanceof Failure || error instanceof StorageError
  const message = error instanceof Error ? error.message : String(error)
  const stack = !expected && error instanceof Error ? `${error.stack}\n` : ''
  terminal.say(`stet: ${message}\n${stack}${isMistake ? 'See stet --help.\n' : ''}`)
  if (args.includes('--json')) await terminal.out(`${JSON.stringify({ error: { message } }, null, 2)}\n`)
  return isMistake ? 2 : 1
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
