// Arguments in, one command out. Whatever cannot be meant gets a sentence that names it and says what is possible.
import { parseArgs } from 'node:util'
import { configVariable } from './config/configuration.ts'
import { nearest } from './config/nearest.ts'
import { flagOf, settingOf } from './config/settings.ts'
import { Mistake, show } from './mistake.ts'
import type { Command } from './command.ts'
import type { SettingName } from './config/settings.ts'

export type CommandLine =
  | { readonly kind: 'run'; readonly command: Command; readonly given: Given }
  /** Without a command: of the whole program. */
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' }

export interface Given {
  readonly flags: ReadonlyMap<SettingName, string>
  readonly options: Readonly<Record<string, string>>
  readonly words: Readonly<Record<string, string>>
  readonly configFile: string | undefined
  readonly json: boolean
}

/** A flag that may be given to a command, wherever it comes from. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string
  readonly argument: string
  readonly example: string
  readonly about: string
  readonly setting?: SettingName
}

const configFlag: Flag = {
  name: 'config',
  argument: '<file>',
  example: './stet.config.json',
  about: `the configuration file (${configVariable}; default: stet.config.json here, if there is one)`,
}
const jsonFlag: Flag = { name: 'json', argument: '', example: '', about: 'answer in JSON on stdout' }
const helpFlag: Flag = { name: 'help', argument: '', example: '', about: 'this text' }

/** Every flag of a command, in the order of its help text. */
export function flagsOf(command: Command): readonly Flag[] {
  const own = Object.entries(command.options ?? {}).map(([name, { argument, example, about }]): Flag => ({
    name,
    argument,
    example,
    about,
  }))
  const shared = command.settings.flatMap((setting): Flag[] => {
    const { flag, argument, example, about } = settingOf(setting)
    return flag ? [{ name: flagOf(setting).slice(2), argument, example, about, setting }] : []
  })
  return [...own, ...shared, configFlag, jsonFlag, helpFlag]
}

/** `args` without the program and its file. The first of `commands` is meant when none is named. Throws a Mistake. */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const known = new Map(commands.flatMap((command) => flagsOf(command)).map((flag) => [flag.name, flag]))
  // Not strict, so that the messages can be ours.
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(
        [...known.values()].map(({ name, argument }) => [
          name,
          { type: argument === '' ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const options = tokens.filter((token) => token.kind === 'option')
  const asked = (name: string): boolean => options.some((option) => option.name === name)
  const [word, ...words] = positionals
  const command = word === undefined ? commands[0] : commands.find(({ name }) => name === word)
  if (asked('help')) return { kind: 'help', command: word === undefined ? undefined : command }
  if (asked('version')) return { kind: 'version' }
  // Flags first: after a mistyped one, its value would look like the command.
  const texts = new Map<string, string>()
  for (const { name, rawName, value, inlineValue } of options) {
    const flag = known.get(name)
    if (flag === undefined) throw unknownFlag(rawName, command ?? commands[0])
    if (texts.has(name)) throw new Mistake(`The flag ${rawName} is given twice.`)
    texts.set(name, readValue(flag, { rawName, value, inlineValue }))
  }
  if (command === undefined) {
    const names = commands.map(({ name }) => name)
    const meant = nearest(word ?? '', names)
    throw new Mistake(
      `The command ${show(word ?? '')} is not known. ` +
        (meant === undefined ? `Known are ${names.join(', ')}.` : `Did you mean "${meant}"?`),
    )
  }

  const allowed = flagsOf(command)
  for (const { name, rawName } of options) {
    if (!allowed.some((flag) => flag.name === name)) throw unknownFlag(rawName, command)
  }
  const flags = new Map<SettingName, string>()
  const own: Record<string, string> = {}
  for (const { name, setting } of allowed) {
    const text = texts.get(name)
    if (text === undefined) continue
    if (setting === undefined) own[name] = text
    else flags.set(setting, text)
  }
  return {
    kind: 'run',
    command,
    given: {
      flags,
      options: own,
      words: nameWords(command, words),
      configFile: texts.get('config'),
      json: texts.has('json'),
    },
  }
}

interface FlagToken {
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function readValue({ argument, example, setting }: Flag, { rawName, value, inlineValue }: FlagToken): string {
  if (argument === '') {
    if (value === undefined) return setting === undefined ? '' : 'true'
    if (setting !== undefined) return value
    throw new Mistake(`The flag ${rawName} takes no value.`)
  }
  if (value === undefined || value === '' || (value.startsWith('-') && inlineValue !== true)) {
    throw new Mistake(`The flag ${rawName} needs a value, as in: ${rawName} ${example}`)
  }
  return value
}

function unknownFlag(rawName: string, command: Command | undefined): Mistake {
  if (command === undefined) return new Mistake(`The flag ${rawName} is not known.`)
  const names = flagsOf(command).map(({ name }) => `--${name}`)
  const meant = rawName.startsWith('--') ? nearest(rawName, names) : undefined
  const hint = meant === undefined ? `Known are ${names.join(', ')}.` : `Did you mean ${meant}?`
  return new Mistake(`The flag ${rawName} is not known to "${command.name}". ${hint}`)
}

function nameWords(command: Command, words: readonly string[]): Readonly<Record<string, string>> {
  const expected = command.words ?? []
  const extra = words[expected.length]
  if (extra !== undefined) {
    const before = words[expected.length - 1] ?? command.name
    throw new Mistake(`${show(extra)} after ${show(before)} is not understood.`)
  }
  const named: Record<string, string> = {}
  for (const [index, { name, optional }] of expected.entries()) {
    const word = words[index]
    if (word !== undefined) named[name] = word
    else if (optional !== true) {
      throw new Mistake(`"${command.name}" needs to know the ${name}: ${usageOf(command)}`)
    }
  }
  return named
}

/** `stet backup <target> [flags]` */
export function usageOf({ name, words = [] }: Command): string {
  const parts = words.map((word) => (word.optional === true ? `[${word.name}]` : `<${word.name}>`))
  return ['stet', name, ...parts, '[flags]'].join(' ')
}
