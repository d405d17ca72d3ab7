// `stet config`: what the program would run with, and who says so.
import { settingNames, settingOf } from '../config/settings.ts'
import type { Command } from '../command.ts'
import type { Source } from '../config/configuration.ts'

const masked = '(secret, set)'

export const config: Command = {
  name: 'config',
  about: 'print the effective configuration and where each value comes from',
  settings: settingNames,
  notes: `A flag beats the environment, which beats the configuration file, which beats the default.
The configuration file is JSON, its keys are the names printed here; a key that is not known is an error.
Paths in it are relative to its folder. Secrets are never printed.`,
  run({ configuration }) {
    const { values, sources, file } = configuration
    const rows = settingNames.map((name) => {
      const value = values[name]
      const isSecret = settingOf(name).secret && value !== undefined
      return { name, value: isSecret ? masked : value, source: sources[name] }
    })
    const width = Math.max(...rows.map(({ name }) => name.length))
    const texts = rows.map(({ name, value, source }) => {
      const shown = value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value)
      return `${name.padEnd(width)}  ${shown}  (${sourceText(source)})\n`
    })
    return Promise.resolve({
      exitCode: 0,
      text: `${texts.join('')}${file === undefined ? 'No configuration file.' : `Configuration file: ${file}`}\n`,
      json: {
        file: file ?? null,
        settings: Object.fromEntries(
          rows.map(({ name, value, source }) => [
            name,
            { value: value ?? null, source: source.kind, ...('name' in source ? { from: source.name } : {}) },
          ]),
        ),
      },
    })
  },
}

function sourceText(source: Source): string {
  return source.kind === 'default' ? 'default' : source.name
}
