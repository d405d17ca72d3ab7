// The program `stet`.
import { readFileSync } from 'node:fs'
import { help, parseCommand } from './options.ts'
import { serve } from './serve.ts'

const command = parseCommand({ args: process.argv.slice(2), env: process.env })
switch (command.kind) {
  case 'serve':
    await serve(command.config)
    break
  case 'help':
    process.stdout.write(help)
    break
  case 'version':
    process.stdout.write(`${readVersion()}\n`)
    break
  case 'mistake':
    process.stderr.write(`stet: ${command.message}\nSee stet --help.\n`)
    process.exitCode = 2
    break
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
