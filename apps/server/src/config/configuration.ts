// The effective configuration and where each value of it comes from. A flag beats the environment, which beats the
// configuration file, which beats the default.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Mistake, show } from '../mistake.ts'
import { nearest } from './nearest.ts'
import { flagOf, settingNames, settingOf } from './settings.ts'
import type { SettingName, Settings } from './settings.ts'

export const configFileName = 'stet.config.json'
export const configVariable = 'STET_CONFIG'

/** A configuration is read by people: a larger file is none. */
const maxFileBytes = 1024 * 1024

export type Source =
  | { readonly kind: 'default' }
  /** `name`: the flag, the variable, or the path of the file. */
  | { readonly kind: 'flag' | 'environment' | 'file'; readonly name: string }

export interface Configuration {
  readonly values: Settings
  readonly sources: Readonly<Record<SettingName, Source>>
  /** The configuration file that was read. */
  readonly file: string | undefined
}

export interface ConfigurationInput {
  /** Texts of the flags that were given. */
  readonly flags: ReadonlyMap<SettingName, string>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** What --config says. Without it (and STET_CONFIG): stet.config.json in `cwd`, if there is one. */
  readonly configFile?: string | undefined
}

/** Throws a Mistake that names the source of a value, the value, and what it must be. */
export function loadConfiguration(input: ConfigurationInput): Configuration {
  const { flags, env } = input
  const file = readConfigFile(input)
  const values = {} as Record<SettingName, unknown>
  const sources = {} as Record<SettingName, Source>
  for (const name of settingNames) {
    const setting = settingOf(name)
    const fromFile = file?.values.get(name)
    const text = flags.get(name)
    const variable = env[setting.variable]
    if (text !== undefined) {
      values[name] = fit(setting.fromText(text), { name, source: flagOf(name), given: text })
      sources[name] = { kind: 'flag', name: flagOf(name) }
    } else if (variable !== undefined && variable !== '') {
      // An empty variable is how many tools spell "not set".
      values[name] = fit(setting.fromText(variable), { name, source: setting.variable, given: variable })
      sources[name] = { kind: 'environment', name: setting.variable }
    } else if (file !== undefined && fromFile !== undefined) {
      const source = `"${name}" in ${file.path}`
      const value = fit(setting.fromJSON(fromFile), { name, source, given: fromFile })
      values[name] = setting.path && typeof value === 'string' ? resolve(dirname(file.path), value) : value
      sources[name] = { kind: 'file', name: file.path }
    } else {
      values[name] = setting.fallback
      sources[name] = { kind: 'default' }
    }
  }
  const { tlsCert, tlsKey } = values
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new Mistake('--tls-cert and --tls-key belong together: give both or none.')
  }
  return { values: values as Settings, sources, file: file?.path }
}

interface ConfigFile {
  readonly path: string
  readonly values: ReadonlyMap<SettingName, unknown>
}

function readConfigFile({ env, cwd, configFile }: ConfigurationInput): ConfigFile | undefined {
  const asked = configFile ?? (env[configVariable] === '' ? undefined : env[configVariable])
  const path = resolve(cwd, asked ?? configFileName)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT' && asked === undefined) return undefined
    throw new Mistake(
      code === 'ENOENT'
        ? `There is no configuration file ${path}.`
        : `The configuration file ${path} cannot be read (${code}).`,
      { cause: error },
    )
  }
  if (text.length > maxFileBytes) throw new Mistake(`The configuration file ${path} is larger than 1 MiB.`)
  return { path, values: parseConfigFile(path, text) }
}

function parseConfigFile(path: string, text: string): ReadonlyMap<SettingName, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Mistake(`The configuration file ${path} is not JSON: ${reason}.`, { cause: error })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Mistake(`The configuration file ${path} must hold an object, as in { "port": 8080 }.`)
  }
  const values = new Map<SettingName, unknown>()
  for (const [key, value] of Object.entries(parsed)) {
    // For editors that know JSON schemas.
    if (key === '$schema') continue
    const name = settingNames.find((known) => known === key)
    if (name === undefined) {
      const meant = nearest(key, settingNames)
      throw new Mistake(
        `The key ${show(key)} in ${path} is not known. ` +
          (meant === undefined ? `Known are ${settingNames.join(', ')}.` : `Did you mean "${meant}"?`),
      )
    }
    // null is how one says "as if it were not there".
    if (value !== null) values.set(name, value)
  }
  return values
}

interface Given {
  readonly name: SettingName
  /** Where it was said, for the message. */
  readonly source: string
  readonly given: unknown
}

function fit(value: unknown, { name, source, given }: Given): unknown {
  if (value !== undefined) return value
  const { expected, secret } = settingOf(name)
  // A secret that is wrong is still a secret.
  const shown = secret
    ? ''
    : `, not ${typeof given === 'string' ? show(given) : JSON.stringify(given).slice(0, 80)}`
  throw new Mistake(`${source} must be ${expected}${shown}.`)
}
